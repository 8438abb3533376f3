// Generated from schema/tams-7.0 by `npm run generate`: change the contract, not this file.
// @ts-nocheck
"use strict";
export const body_POST_service = validate20;
const schema31 = {"$ref":"https://contract.invalid/schemas/service-post.json","$id":"body_POST_service"};
const schema32 = {"description":"What to change of the service.","type":"object","properties":{"name":{"description":"Its new name; empty to clear.","type":"string"},"description":{"description":"Its new description; empty to clear.","type":"string"}},"$id":"https://contract.invalid/schemas/service-post.json"};

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="body_POST_service" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs0 = errors;
if(errors === _errs0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name !== undefined){
const _errs2 = errors;
if(typeof data.name !== "string"){
validate20.errors = [{instancePath:instancePath+"/name",schemaPath:"https://contract.invalid/schemas/service-post.json/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid1 = _errs2 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.description !== undefined){
const _errs4 = errors;
if(typeof data.description !== "string"){
validate20.errors = [{instancePath:instancePath+"/description",schemaPath:"https://contract.invalid/schemas/service-post.json/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid1 = _errs4 === errors;
}
else {
var valid1 = true;
}
}
}
else {
validate20.errors = [{instancePath,schemaPath:"https://contract.invalid/schemas/service-post.json/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":{"name":true,"description":true},"dynamicProps":false,"dynamicItems":false};

export const body_POST_webhooks = validate21;
const schema33 = {"$ref":"https://contract.invalid/schemas/webhook-post.json","$id":"body_POST_webhooks"};
const schema34 = {"description":"A registration of a URL that hears of changes. All filters that are set must let a change through; `[]` lets nothing through.","type":"object","required":["url","events"],"properties":{"url":{"description":"Where to send messages: an http or https URL.","type":"string"},"api_key_name":{"description":"The header that carries the key.","type":"string"},"api_key_value":{"description":"The key: a secret, taken in and never given back.","type":"string"},"events":{"description":"Which messages to send, such as `flows/created`.","type":"array","items":{"type":"string"}},"flow_ids":{"description":"For messages about flows and segments: only these flows.","type":"array","items":{"type":"string","pattern":"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"}},"source_ids":{"description":"Only these sources, and flows of them.","type":"array","items":{"type":"string","pattern":"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"}},"flow_collected_by_ids":{"description":"For messages about flows and segments: only members of these flows.","type":"array","items":{"type":"string","pattern":"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"}},"source_collected_by_ids":{"description":"Only members of these sources, and flows of such members.","type":"array","items":{"type":"string","pattern":"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"}},"accept_get_urls":{"description":"For added segments: only URLs with one of these labels; `[]` for none.","type":"array","items":{"type":"string"}},"accept_storage_ids":{"description":"For added segments: only URLs that lead to one of these storage backends; `[]` for all.","type":"array","items":{"type":"string","pattern":"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"}},"presigned":{"description":"For added segments: `true` for signed URLs only, `false` for the others only.","type":"boolean"},"verbose_storage":{"description":"For added segments: `true` to name the storage backend behind each URL.","type":"boolean"}},"$id":"https://contract.invalid/schemas/webhook-post.json"};
const pattern4 = new RegExp("^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", "");

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="body_POST_webhooks" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs0 = errors;
if(errors === _errs0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.url === undefined) && (missing0 = "url")) || ((data.events === undefined) && (missing0 = "events"))){
validate21.errors = [{instancePath,schemaPath:"https://contract.invalid/schemas/webhook-post.json/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.url !== undefined){
const _errs2 = errors;
if(typeof data.url !== "string"){
validate21.errors = [{instancePath:instancePath+"/url",schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid1 = _errs2 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.api_key_name !== undefined){
const _errs4 = errors;
if(typeof data.api_key_name !== "string"){
validate21.errors = [{instancePath:instancePath+"/api_key_name",schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/api_key_name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid1 = _errs4 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.api_key_value !== undefined){
const _errs6 = errors;
if(typeof data.api_key_value !== "string"){
validate21.errors = [{instancePath:instancePath+"/api_key_value",schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/api_key_value/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid1 = _errs6 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.events !== undefined){
let data3 = data.events;
const _errs8 = errors;
if(errors === _errs8){
if(Array.isArray(data3)){
var valid2 = true;
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
const _errs10 = errors;
if(typeof data3[i0] !== "string"){
validate21.errors = [{instancePath:instancePath+"/events/" + i0,schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/events/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs10 === errors;
if(!valid2){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/events",schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/events/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid1 = _errs8 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.flow_ids !== undefined){
let data5 = data.flow_ids;
const _errs12 = errors;
if(errors === _errs12){
if(Array.isArray(data5)){
var valid3 = true;
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
let data6 = data5[i1];
const _errs14 = errors;
if(errors === _errs14){
if(typeof data6 === "string"){
if(!pattern4.test(data6)){
validate21.errors = [{instancePath:instancePath+"/flow_ids/" + i1,schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/flow_ids/items/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},message:"must match pattern \""+"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"+"\""}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/flow_ids/" + i1,schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/flow_ids/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid3 = _errs14 === errors;
if(!valid3){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/flow_ids",schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/flow_ids/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid1 = _errs12 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.source_ids !== undefined){
let data7 = data.source_ids;
const _errs16 = errors;
if(errors === _errs16){
if(Array.isArray(data7)){
var valid4 = true;
const len2 = data7.length;
for(let i2=0; i2<len2; i2++){
let data8 = data7[i2];
const _errs18 = errors;
if(errors === _errs18){
if(typeof data8 === "string"){
if(!pattern4.test(data8)){
validate21.errors = [{instancePath:instancePath+"/source_ids/" + i2,schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/source_ids/items/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},message:"must match pattern \""+"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"+"\""}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/source_ids/" + i2,schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/source_ids/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid4 = _errs18 === errors;
if(!valid4){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/source_ids",schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/source_ids/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid1 = _errs16 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.flow_collected_by_ids !== undefined){
let data9 = data.flow_collected_by_ids;
const _errs20 = errors;
if(errors === _errs20){
if(Array.isArray(data9)){
var valid5 = true;
const len3 = data9.length;
for(let i3=0; i3<len3; i3++){
let data10 = data9[i3];
const _errs22 = errors;
if(errors === _errs22){
if(typeof data10 === "string"){
if(!pattern4.test(data10)){
validate21.errors = [{instancePath:instancePath+"/flow_collected_by_ids/" + i3,schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/flow_collected_by_ids/items/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},message:"must match pattern \""+"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"+"\""}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/flow_collected_by_ids/" + i3,schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/flow_collected_by_ids/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid5 = _errs22 === errors;
if(!valid5){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/flow_collected_by_ids",schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/flow_collected_by_ids/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid1 = _errs20 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.source_collected_by_ids !== undefined){
let data11 = data.source_collected_by_ids;
const _errs24 = errors;
if(errors === _errs24){
if(Array.isArray(data11)){
var valid6 = true;
const len4 = data11.length;
for(let i4=0; i4<len4; i4++){
let data12 = data11[i4];
const _errs26 = errors;
if(errors === _errs26){
if(typeof data12 === "string"){
if(!pattern4.test(data12)){
validate21.errors = [{instancePath:instancePath+"/source_collected_by_ids/" + i4,schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/source_collected_by_ids/items/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},message:"must match pattern \""+"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"+"\""}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/source_collected_by_ids/" + i4,schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/source_collected_by_ids/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid6 = _errs26 === errors;
if(!valid6){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/source_collected_by_ids",schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/source_collected_by_ids/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid1 = _errs24 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.accept_get_urls !== undefined){
let data13 = data.accept_get_urls;
const _errs28 = errors;
if(errors === _errs28){
if(Array.isArray(data13)){
var valid7 = true;
const len5 = data13.length;
for(let i5=0; i5<len5; i5++){
const _errs30 = errors;
if(typeof data13[i5] !== "string"){
validate21.errors = [{instancePath:instancePath+"/accept_get_urls/" + i5,schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/accept_get_urls/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid7 = _errs30 === errors;
if(!valid7){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/accept_get_urls",schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/accept_get_urls/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid1 = _errs28 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.accept_storage_ids !== undefined){
let data15 = data.accept_storage_ids;
const _errs32 = errors;
if(errors === _errs32){
if(Array.isArray(data15)){
var valid8 = true;
const len6 = data15.length;
for(let i6=0; i6<len6; i6++){
let data16 = data15[i6];
const _errs34 = errors;
if(errors === _errs34){
if(typeof data16 === "string"){
if(!pattern4.test(data16)){
validate21.errors = [{instancePath:instancePath+"/accept_storage_ids/" + i6,schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/accept_storage_ids/items/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},message:"must match pattern \""+"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"+"\""}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/accept_storage_ids/" + i6,schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/accept_storage_ids/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid8 = _errs34 === errors;
if(!valid8){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/accept_storage_ids",schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/accept_storage_ids/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid1 = _errs32 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.presigned !== undefined){
const _errs36 = errors;
if(typeof data.presigned !== "boolean"){
validate21.errors = [{instancePath:instancePath+"/presigned",schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/presigned/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid1 = _errs36 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.verbose_storage !== undefined){
const _errs38 = errors;
if(typeof data.verbose_storage !== "boolean"){
validate21.errors = [{instancePath:instancePath+"/verbose_storage",schemaPath:"https://contract.invalid/schemas/webhook-post.json/properties/verbose_storage/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid1 = _errs38 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath,schemaPath:"https://contract.invalid/schemas/webhook-post.json/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":{"url":true,"api_key_name":true,"api_key_value":true,"events":true,"flow_ids":true,"source_ids":true,"flow_collected_by_ids":true,"source_collected_by_ids":true,"accept_get_urls":true,"accept_storage_ids":true,"presigned":true,"verbose_storage":true},"dynamicProps":false,"dynamicItems":false};

export const query_GET_sources = validate22;
const schema35 = {"type":"object","properties":{"format":{"$ref":"https://contract.invalid/openapi.yaml#/components/schemas/contentformat"}},"$id":"query_GET_sources"};
const schema37 = {"description":"What kind of content: `multi` joins several flows or sources, the others are one essence.","enum":["urn:x-nmos:format:video","urn:x-tam:format:image","urn:x-nmos:format:audio","urn:x-nmos:format:data","urn:x-nmos:format:multi"],"type":"string"};

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="query_GET_sources" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate22.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.format !== undefined){
let data0 = data.format;
if(typeof data0 !== "string"){
validate22.errors = [{instancePath:instancePath+"/format",schemaPath:"https://contract.invalid/openapi.yaml#/components/schemas/contentformat/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((((data0 === "urn:x-nmos:format:video") || (data0 === "urn:x-tam:format:image")) || (data0 === "urn:x-nmos:format:audio")) || (data0 === "urn:x-nmos:format:data")) || (data0 === "urn:x-nmos:format:multi"))){
validate22.errors = [{instancePath:instancePath+"/format",schemaPath:"https://contract.invalid/openapi.yaml#/components/schemas/contentformat/enum",keyword:"enum",params:{allowedValues: schema37.enum},message:"must be equal to one of the allowed values"}];
return false;
}
}
}
else {
validate22.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate22.errors = vErrors;
return errors === 0;
}
validate22.evaluated = {"props":{"format":true},"dynamicProps":false,"dynamicItems":false};

export const body_PUT_sources_sourceId_tags_name = validate24;
const schema38 = {"type":"string","$id":"body_PUT_sources_sourceId_tags_name"};

function validate24(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="body_PUT_sources_sourceId_tags_name" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate24.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(typeof data !== "string"){
validate24.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
validate24.errors = vErrors;
return errors === 0;
}
validate24.evaluated = {"dynamicProps":false,"dynamicItems":false};

export const body_PUT_sources_sourceId_description = validate25;
const schema39 = {"type":"string","$id":"body_PUT_sources_sourceId_description"};

function validate25(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="body_PUT_sources_sourceId_description" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate25.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(typeof data !== "string"){
validate25.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
validate25.errors = vErrors;
return errors === 0;
}
validate25.evaluated = {"dynamicProps":false,"dynamicItems":false};

export const body_PUT_sources_sourceId_label = validate26;
const schema40 = {"type":"string","$id":"body_PUT_sources_sourceId_label"};

function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="body_PUT_sources_sourceId_label" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate26.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(typeof data !== "string"){
validate26.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
validate26.errors = vErrors;
return errors === 0;
}
validate26.evaluated = {"dynamicProps":false,"dynamicItems":false};

export const query_GET_flows = validate27;
const schema41 = {"type":"object","properties":{"source_id":{"$ref":"https://contract.invalid/openapi.yaml#/components/schemas/uuid"},"timerange":{"default":"_","$ref":"https://contract.invalid/schemas/timerange.json"},"format":{"$ref":"https://contract.invalid/openapi.yaml#/components/schemas/contentformat"},"codec":{"$ref":"https://contract.invalid/openapi.yaml#/components/schemas/mimetype"}},"$id":"query_GET_flows"};
const schema42 = {"description":"A UUID in lower case, of version 1 to 5. The server itself makes version 4.","pattern":"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$","type":"string"};
const schema43 = {"description":"A part of the timeline: `[0:0_10:0)` holds its start but not its end. Missing brackets are inclusive, a missing end is open, a single timestamp is that instant, `_` is everything, `()` nothing.","type":"string","pattern":"^(\\[|\\()?(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?(_(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?)?(\\]|\\))?$","$id":"https://contract.invalid/schemas/timerange.json"};
const schema45 = {"description":"A media type, type and subtype with a slash between them.","pattern":".*/.*","type":"string"};
const pattern10 = new RegExp("^(\\[|\\()?(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?(_(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?)?(\\]|\\))?$", "");
const pattern11 = new RegExp(".*/.*", "");

function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="query_GET_flows" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate27.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.source_id !== undefined){
let data0 = data.source_id;
const _errs1 = errors;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
validate27.errors = [{instancePath:instancePath+"/source_id",schemaPath:"https://contract.invalid/openapi.yaml#/components/schemas/uuid/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},message:"must match pattern \""+"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"+"\""}];
return false;
}
}
else {
validate27.errors = [{instancePath:instancePath+"/source_id",schemaPath:"https://contract.invalid/openapi.yaml#/components/schemas/uuid/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.timerange !== undefined){
let data1 = data.timerange;
const _errs4 = errors;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data1 === "string"){
if(!pattern10.test(data1)){
validate27.errors = [{instancePath:instancePath+"/timerange",schemaPath:"https://contract.invalid/schemas/timerange.json/pattern",keyword:"pattern",params:{pattern: "^(\\[|\\()?(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?(_(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?)?(\\]|\\))?$"},message:"must match pattern \""+"^(\\[|\\()?(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?(_(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?)?(\\]|\\))?$"+"\""}];
return false;
}
}
else {
validate27.errors = [{instancePath:instancePath+"/timerange",schemaPath:"https://contract.invalid/schemas/timerange.json/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.format !== undefined){
let data2 = data.format;
const _errs7 = errors;
if(typeof data2 !== "string"){
validate27.errors = [{instancePath:instancePath+"/format",schemaPath:"https://contract.invalid/openapi.yaml#/components/schemas/contentformat/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((((data2 === "urn:x-nmos:format:video") || (data2 === "urn:x-tam:format:image")) || (data2 === "urn:x-nmos:format:audio")) || (data2 === "urn:x-nmos:format:data")) || (data2 === "urn:x-nmos:format:multi"))){
validate27.errors = [{instancePath:instancePath+"/format",schemaPath:"https://contract.invalid/openapi.yaml#/components/schemas/contentformat/enum",keyword:"enum",params:{allowedValues: schema37.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.codec !== undefined){
let data3 = data.codec;
const _errs10 = errors;
const _errs11 = errors;
if(errors === _errs11){
if(typeof data3 === "string"){
if(!pattern11.test(data3)){
validate27.errors = [{instancePath:instancePath+"/codec",schemaPath:"https://contract.invalid/openapi.yaml#/components/schemas/mimetype/pattern",keyword:"pattern",params:{pattern: ".*/.*"},message:"must match pattern \""+".*/.*"+"\""}];
return false;
}
}
else {
validate27.errors = [{instancePath:instancePath+"/codec",schemaPath:"https://contract.invalid/openapi.yaml#/components/schemas/mimetype/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate27.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate27.errors = vErrors;
return errors === 0;
}
validate27.evaluated = {"props":{"source_id":true,"timerange":true,"format":true,"codec":true},"dynamicProps":false,"dynamicItems":false};

export const query_GET_flows_flowId = validate28;
const schema46 = {"type":"object","properties":{"timerange":{"default":"_","$ref":"https://contract.invalid/schemas/timerange.json"}},"$id":"query_GET_flows_flowId"};

function validate28(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="query_GET_flows_flowId" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate28.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.timerange !== undefined){
let data0 = data.timerange;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern10.test(data0)){
validate28.errors = [{instancePath:instancePath+"/timerange",schemaPath:"https://contract.invalid/schemas/timerange.json/pattern",keyword:"pattern",params:{pattern: "^(\\[|\\()?(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?(_(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?)?(\\]|\\))?$"},message:"must match pattern \""+"^(\\[|\\()?(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?(_(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?)?(\\]|\\))?$"+"\""}];
return false;
}
}
else {
validate28.errors = [{instancePath:instancePath+"/timerange",schemaPath:"https://contract.invalid/schemas/timerange.json/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
}
else {
validate28.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate28.errors = vErrors;
return errors === 0;
}
validate28.evaluated = {"props":{"timerange":true},"dynamicProps":false,"dynamicItems":false};

export const body_PUT_flows_flowId = validate29;
const schema48 = {"$ref":"https://contract.invalid/schemas/flow.json","$id":"body_PUT_flows_flowId"};
const schema49 = {"description":"A flow; `format` tells which of the five kinds.","type":"object","oneOf":[{"$ref":"https://contract.invalid/schemas/flow-video.json"},{"$ref":"https://contract.invalid/schemas/flow-audio.json"},{"$ref":"https://contract.invalid/schemas/flow-image.json"},{"$ref":"https://contract.invalid/schemas/flow-data.json"},{"$ref":"https://contract.invalid/schemas/flow-multi.json"}],"$id":"https://contract.invalid/schemas/flow.json"};
const schema50 = {"description":"A flow of moving pictures.","type":"object","allOf":[{"$ref":"https://contract.invalid/schemas/flow-core.json"},{"type":"object","required":["format","essence_parameters","codec"],"properties":{"format":{"description":"Always video.","type":"string","enum":["urn:x-nmos:format:video"]},"essence_parameters":{"description":"What the pictures are like.","type":"object","required":["frame_width","frame_height"],"additionalProperties":false,"properties":{"frame_rate":{"description":"Frames a second, as a fraction; left out where it varies or is not known.","type":"object","required":["numerator"],"properties":{"numerator":{"description":"Above the line.","type":"integer","exclusiveMinimum":0},"denominator":{"description":"Below the line.","type":"integer","default":1,"exclusiveMinimum":0}}},"frame_width":{"description":"Width in pixels.","type":"integer","exclusiveMinimum":0},"frame_height":{"description":"Height in pixels.","type":"integer","exclusiveMinimum":0},"bit_depth":{"description":"Bits a component.","type":"integer","exclusiveMinimum":0},"interlace_mode":{"description":"Whole frames, or fields: top first, bottom first, or of one moment (segmented).","type":"string","enum":["progressive","interlaced_tff","interlaced_bff","interlaced_psf"]},"colorspace":{"description":"The ITU-R recommendation that sets the primaries.","type":"string","enum":["BT601","BT709","BT2020","BT2100"]},"transfer_characteristic":{"description":"Standard range, or one of the two high dynamic ranges.","type":"string","enum":["SDR","HLG","PQ"]},"aspect_ratio":{"description":"Width to height, as shown.","type":"object","required":["numerator","denominator"],"properties":{"numerator":{"description":"The width.","type":"integer","exclusiveMinimum":0},"denominator":{"description":"The height.","type":"integer","exclusiveMinimum":0}}},"pixel_aspect_ratio":{"description":"Width to height of one pixel.","type":"object","required":["numerator","denominator"],"properties":{"numerator":{"description":"The width.","type":"integer","exclusiveMinimum":0},"denominator":{"description":"The height.","type":"integer","exclusiveMinimum":0}}},"component_type":{"description":"Luma and colour differences, or the three primaries.","type":"string","enum":["YCbCr","RGB"]},"horiz_chroma_subs":{"description":"Luma samples for each chroma sample along a line: 2 in 4:2:0 and in 4:2:2.","type":"integer","exclusiveMinimum":0},"vert_chroma_subs":{"description":"Lines with luma for each line with chroma: 2 in 4:2:0, 1 in 4:2:2.","type":"integer","exclusiveMinimum":0},"unc_parameters":{"description":"How samples lie in uncompressed video.","type":"object","required":["unc_type"],"properties":{"unc_type":{"description":"The order of components: in planes, or packed as one of the named layouts.","type":"string","enum":["planar","YUYV","UYVY","AYUV","v210","v216","RGB","RGBx","xRGB","BGRx","xBGR","RGBA","ARGB","BGRA","ABGR","alpha"]}}},"avc_parameters":{"description":"The H.264 parameters that a decoder checks first.","type":"object","required":["profile","level","flags"],"properties":{"profile":{"description":"`profile_idc`.","type":"integer"},"level":{"description":"`level_idc`.","type":"integer"},"flags":{"description":"The byte of constraint flags between them.","type":"integer"}}}}}}}],"$id":"https://contract.invalid/schemas/flow-video.json"};
const schema51 = {"description":"What flows of every format have.","type":"object","required":["id","source_id"],"properties":{"id":{"description":"The id of the flow.","type":"string","pattern":"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},"source_id":{"description":"The source that the flow is an encoding of.","type":"string","pattern":"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},"label":{"description":"A short name for people.","type":"string"},"description":{"description":"More words for people.","type":"string"},"created_by":{"description":"Who made it: as given when it was created, else the authenticated user.","type":"string"},"updated_by":{"description":"Who last changed the metadata; kept by the server.","type":"string"},"tags":{"description":"Free names and values.","$ref":"https://contract.invalid/schemas/tags.json"},"metadata_version":{"description":"Changes with each write of metadata, but not with segments. Compare it for equality only.","type":"string"},"generation":{"description":"Counts the lossy encodings since the original, which has 0.","type":"integer","minimum":0},"created":{"description":"When the flow was created; kept by the server.","type":"string","format":"date-time"},"metadata_updated":{"description":"When metadata was last written; kept by the server.","type":"string","format":"date-time"},"segments_updated":{"description":"When segments were last added or deleted; kept by the server, absent until the first.","type":"string","format":"date-time"},"read_only":{"description":"`true` protects the flow against every change.","type":"boolean"},"codec":{"description":"How the essence is encoded, as a media type such as `video/h264` or `audio/aac`.","type":"string","pattern":"^[^\\s/]+/[^\\s/]+$"},"container":{"description":"How the media objects are wrapped, as a media type such as `video/mp2t`. Without it the flow can have no segments.","type":"string","pattern":"^[^\\s/]+/[^\\s/]+$"},"avg_bit_rate":{"description":"The average bit rate, in 1000 bit/s.","type":"integer","minimum":0},"max_bit_rate":{"description":"The highest bit rate, in 1000 bit/s.","type":"integer","minimum":0},"segment_duration":{"description":"How long most segments are, in seconds, as a fraction. A hint; nothing is checked against it.","type":"object","required":["numerator"],"properties":{"numerator":{"description":"Above the line.","type":"integer","exclusiveMinimum":0},"denominator":{"description":"Below the line.","type":"integer","default":1,"exclusiveMinimum":0}}},"timerange":{"description":"From the start of the first segment to the end of the last, whatever gaps lie between; `()` without segments. Only where it is asked for.","$ref":"https://contract.invalid/schemas/timerange.json"},"flow_collection":{"description":"The flows that this one joins together.","$ref":"https://contract.invalid/schemas/flow-collection.json"},"collected_by":{"description":"The flows that have this one in their collection; kept by the server.","type":"array","items":{"description":"The id of the flow.","type":"string","pattern":"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"}},"container_mapping":{"description":"Where this flow lies in its container, if the media objects hold more than it.","$ref":"https://contract.invalid/schemas/container-mapping.json"}},"$id":"https://contract.invalid/schemas/flow-core.json"};
const schema52 = {"description":"Free names and values, for clients to use as they like. Names are any text, values too.","type":"object","additionalProperties":{"type":"string"},"$id":"https://contract.invalid/schemas/tags.json"};
const schema56 = {"description":"Where a member of a multi flow lies in the container that they share. Stored and given back as it is.","type":"object","properties":{"track_index":{"description":"Its place among all tracks of the container, from 0.","type":"integer","minimum":0},"format_track_index":{"description":"Its place among the tracks of the same format, from 0.","type":"integer","minimum":0},"audio_track":{"description":"Which channels of an audio track belong to it.","type":"object","properties":{"channel_numbers":{"description":"The channels one by one, from 0.","type":"array","minItems":1,"items":{"description":"The number of a channel.","type":"integer","minimum":0}},"channel_range":{"description":"The first and the last channel, as in `0_1`.","type":"string","pattern":"^[0-9]+_[0-9]+$"}}},"mp2ts_container":{"description":"Its place in an MPEG transport stream.","type":"object","properties":{"pid":{"description":"The packet id (PID) of its elementary stream.","type":"integer"}}},"mxf_container":{"description":"Its place in an MXF file.","type":"object","properties":{"package_uid":{"description":"The UMID or UUID of the package.","type":"string","pattern":"^urn:smpte:umid:[0-9a-fA-F]{8}(.[0-9a-fA-F]{8}){7}$|^urn:uuid:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"},"track_id":{"description":"The track in that package.","type":"integer"}}},"isobmff_container":{"description":"Its place in an MP4 or other ISO base media file.","type":"object","properties":{"track_id":{"description":"The `track_ID` of the track header.","type":"integer"}}}},"$id":"https://contract.invalid/schemas/container-mapping.json"};
const pattern15 = new RegExp("^[^\\s/]+/[^\\s/]+$", "");
const pattern19 = new RegExp("^[0-9]+_[0-9]+$", "");
const pattern20 = new RegExp("^urn:smpte:umid:[0-9a-fA-F]{8}(.[0-9a-fA-F]{8}){7}$|^urn:uuid:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$", "");
const schema54 = {"description":"The flows that a flow joins together, in order.","type":"array","items":{"type":"object","allOf":[{"$ref":"https://contract.invalid/schemas/collection-item.json"},{"type":"object","properties":{"container_mapping":{"description":"Where the member lies in the collecting flow's container.","$ref":"https://contract.invalid/schemas/container-mapping.json"}}}]},"$id":"https://contract.invalid/schemas/flow-collection.json"};
const schema55 = {"description":"A member of a collection.","type":"object","required":["id","role"],"properties":{"id":{"description":"The member.","type":"string","pattern":"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},"role":{"description":"What the member is in the collection, such as `video` or `commentary`.","type":"string"}},"$id":"https://contract.invalid/schemas/collection-item.json"};

function validate33(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://contract.invalid/schemas/flow-collection.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate33.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(Array.isArray(data)){
var valid0 = true;
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
const _errs1 = errors;
if(!(data0 && typeof data0 == "object" && !Array.isArray(data0))){
validate33.errors = [{instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
const _errs3 = errors;
const _errs4 = errors;
if(errors === _errs4){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
let missing0;
if(((data0.id === undefined) && (missing0 = "id")) || ((data0.role === undefined) && (missing0 = "role"))){
validate33.errors = [{instancePath:instancePath+"/" + i0,schemaPath:"https://contract.invalid/schemas/collection-item.json/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data0.id !== undefined){
let data1 = data0.id;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data1 === "string"){
if(!pattern4.test(data1)){
validate33.errors = [{instancePath:instancePath+"/" + i0+"/id",schemaPath:"https://contract.invalid/schemas/collection-item.json/properties/id/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},message:"must match pattern \""+"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"+"\""}];
return false;
}
}
else {
validate33.errors = [{instancePath:instancePath+"/" + i0+"/id",schemaPath:"https://contract.invalid/schemas/collection-item.json/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid3 = _errs6 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data0.role !== undefined){
const _errs8 = errors;
if(typeof data0.role !== "string"){
validate33.errors = [{instancePath:instancePath+"/" + i0+"/role",schemaPath:"https://contract.invalid/schemas/collection-item.json/properties/role/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs8 === errors;
}
else {
var valid3 = true;
}
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/" + i0,schemaPath:"https://contract.invalid/schemas/collection-item.json/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs3 === errors;
if(valid1){
const _errs10 = errors;
if(errors === _errs10){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.container_mapping !== undefined){
let data3 = data0.container_mapping;
const _errs13 = errors;
if(errors === _errs13){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(data3.track_index !== undefined){
let data4 = data3.track_index;
const _errs15 = errors;
if(!((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4)))){
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/track_index",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/track_index/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs15){
if(typeof data4 == "number"){
if(data4 < 0 || isNaN(data4)){
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/track_index",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/track_index/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid6 = _errs15 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data3.format_track_index !== undefined){
let data5 = data3.format_track_index;
const _errs17 = errors;
if(!((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5)))){
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/format_track_index",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/format_track_index/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs17){
if(typeof data5 == "number"){
if(data5 < 0 || isNaN(data5)){
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/format_track_index",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/format_track_index/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid6 = _errs17 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data3.audio_track !== undefined){
let data6 = data3.audio_track;
const _errs19 = errors;
if(errors === _errs19){
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
if(data6.channel_numbers !== undefined){
let data7 = data6.channel_numbers;
const _errs21 = errors;
if(errors === _errs21){
if(Array.isArray(data7)){
if(data7.length < 1){
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/audio_track/channel_numbers",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/audio_track/properties/channel_numbers/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"}];
return false;
}
else {
var valid8 = true;
const len1 = data7.length;
for(let i1=0; i1<len1; i1++){
let data8 = data7[i1];
const _errs23 = errors;
if(!((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8)))){
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/audio_track/channel_numbers/" + i1,schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/audio_track/properties/channel_numbers/items/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs23){
if(typeof data8 == "number"){
if(data8 < 0 || isNaN(data8)){
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/audio_track/channel_numbers/" + i1,schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/audio_track/properties/channel_numbers/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid8 = _errs23 === errors;
if(!valid8){
break;
}
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/audio_track/channel_numbers",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/audio_track/properties/channel_numbers/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid7 = _errs21 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data6.channel_range !== undefined){
let data9 = data6.channel_range;
const _errs25 = errors;
if(errors === _errs25){
if(typeof data9 === "string"){
if(!pattern19.test(data9)){
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/audio_track/channel_range",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/audio_track/properties/channel_range/pattern",keyword:"pattern",params:{pattern: "^[0-9]+_[0-9]+$"},message:"must match pattern \""+"^[0-9]+_[0-9]+$"+"\""}];
return false;
}
}
else {
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/audio_track/channel_range",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/audio_track/properties/channel_range/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid7 = _errs25 === errors;
}
else {
var valid7 = true;
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/audio_track",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/audio_track/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid6 = _errs19 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data3.mp2ts_container !== undefined){
let data10 = data3.mp2ts_container;
const _errs27 = errors;
if(errors === _errs27){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
if(data10.pid !== undefined){
let data11 = data10.pid;
if(!((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11)))){
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/mp2ts_container/pid",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/mp2ts_container/properties/pid/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/mp2ts_container",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/mp2ts_container/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid6 = _errs27 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data3.mxf_container !== undefined){
let data12 = data3.mxf_container;
const _errs31 = errors;
if(errors === _errs31){
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
if(data12.package_uid !== undefined){
let data13 = data12.package_uid;
const _errs33 = errors;
if(errors === _errs33){
if(typeof data13 === "string"){
if(!pattern20.test(data13)){
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/mxf_container/package_uid",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/mxf_container/properties/package_uid/pattern",keyword:"pattern",params:{pattern: "^urn:smpte:umid:[0-9a-fA-F]{8}(.[0-9a-fA-F]{8}){7}$|^urn:uuid:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"},message:"must match pattern \""+"^urn:smpte:umid:[0-9a-fA-F]{8}(.[0-9a-fA-F]{8}){7}$|^urn:uuid:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"+"\""}];
return false;
}
}
else {
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/mxf_container/package_uid",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/mxf_container/properties/package_uid/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid10 = _errs33 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data12.track_id !== undefined){
let data14 = data12.track_id;
const _errs35 = errors;
if(!((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14)))){
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/mxf_container/track_id",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/mxf_container/properties/track_id/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid10 = _errs35 === errors;
}
else {
var valid10 = true;
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/mxf_container",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/mxf_container/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid6 = _errs31 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data3.isobmff_container !== undefined){
let data15 = data3.isobmff_container;
const _errs37 = errors;
if(errors === _errs37){
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
if(data15.track_id !== undefined){
let data16 = data15.track_id;
if(!((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16)))){
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/isobmff_container/track_id",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/isobmff_container/properties/track_id/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping/isobmff_container",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/isobmff_container/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid6 = _errs37 === errors;
}
else {
var valid6 = true;
}
}
}
}
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/" + i0+"/container_mapping",schemaPath:"https://contract.invalid/schemas/container-mapping.json/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/" + i0,schemaPath:"#/items/allOf/1/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs10 === errors;
}
var valid0 = _errs1 === errors;
if(!valid0){
break;
}
}
}
else {
validate33.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
validate33.errors = vErrors;
return errors === 0;
}
validate33.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};


function validate32(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://contract.invalid/schemas/flow-core.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate32.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.id === undefined) && (missing0 = "id")) || ((data.source_id === undefined) && (missing0 = "source_id"))){
validate32.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.id !== undefined){
let data0 = data.id;
const _errs1 = errors;
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
validate32.errors = [{instancePath:instancePath+"/id",schemaPath:"#/properties/id/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},message:"must match pattern \""+"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"+"\""}];
return false;
}
}
else {
validate32.errors = [{instancePath:instancePath+"/id",schemaPath:"#/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.source_id !== undefined){
let data1 = data.source_id;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern4.test(data1)){
validate32.errors = [{instancePath:instancePath+"/source_id",schemaPath:"#/properties/source_id/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},message:"must match pattern \""+"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"+"\""}];
return false;
}
}
else {
validate32.errors = [{instancePath:instancePath+"/source_id",schemaPath:"#/properties/source_id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.label !== undefined){
const _errs5 = errors;
if(typeof data.label !== "string"){
validate32.errors = [{instancePath:instancePath+"/label",schemaPath:"#/properties/label/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.description !== undefined){
const _errs7 = errors;
if(typeof data.description !== "string"){
validate32.errors = [{instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.created_by !== undefined){
const _errs9 = errors;
if(typeof data.created_by !== "string"){
validate32.errors = [{instancePath:instancePath+"/created_by",schemaPath:"#/properties/created_by/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.updated_by !== undefined){
const _errs11 = errors;
if(typeof data.updated_by !== "string"){
validate32.errors = [{instancePath:instancePath+"/updated_by",schemaPath:"#/properties/updated_by/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.tags !== undefined){
let data6 = data.tags;
const _errs13 = errors;
const _errs14 = errors;
if(errors === _errs14){
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key0 in data6){
const _errs17 = errors;
if(typeof data6[key0] !== "string"){
validate32.errors = [{instancePath:instancePath+"/tags/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"https://contract.invalid/schemas/tags.json/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs17 === errors;
if(!valid2){
break;
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/tags",schemaPath:"https://contract.invalid/schemas/tags.json/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata_version !== undefined){
const _errs19 = errors;
if(typeof data.metadata_version !== "string"){
validate32.errors = [{instancePath:instancePath+"/metadata_version",schemaPath:"#/properties/metadata_version/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.generation !== undefined){
let data9 = data.generation;
const _errs21 = errors;
if(!((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9)))){
validate32.errors = [{instancePath:instancePath+"/generation",schemaPath:"#/properties/generation/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs21){
if(typeof data9 == "number"){
if(data9 < 0 || isNaN(data9)){
validate32.errors = [{instancePath:instancePath+"/generation",schemaPath:"#/properties/generation/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.created !== undefined){
const _errs23 = errors;
if(errors === _errs23){
if(errors === _errs23){
if(!(typeof data.created === "string")){
validate32.errors = [{instancePath:instancePath+"/created",schemaPath:"#/properties/created/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata_updated !== undefined){
const _errs25 = errors;
if(errors === _errs25){
if(errors === _errs25){
if(!(typeof data.metadata_updated === "string")){
validate32.errors = [{instancePath:instancePath+"/metadata_updated",schemaPath:"#/properties/metadata_updated/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs25 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.segments_updated !== undefined){
const _errs27 = errors;
if(errors === _errs27){
if(errors === _errs27){
if(!(typeof data.segments_updated === "string")){
validate32.errors = [{instancePath:instancePath+"/segments_updated",schemaPath:"#/properties/segments_updated/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs27 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.read_only !== undefined){
const _errs29 = errors;
if(typeof data.read_only !== "boolean"){
validate32.errors = [{instancePath:instancePath+"/read_only",schemaPath:"#/properties/read_only/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs29 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.codec !== undefined){
let data14 = data.codec;
const _errs31 = errors;
if(errors === _errs31){
if(typeof data14 === "string"){
if(!pattern15.test(data14)){
validate32.errors = [{instancePath:instancePath+"/codec",schemaPath:"#/properties/codec/pattern",keyword:"pattern",params:{pattern: "^[^\\s/]+/[^\\s/]+$"},message:"must match pattern \""+"^[^\\s/]+/[^\\s/]+$"+"\""}];
return false;
}
}
else {
validate32.errors = [{instancePath:instancePath+"/codec",schemaPath:"#/properties/codec/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs31 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.container !== undefined){
let data15 = data.container;
const _errs33 = errors;
if(errors === _errs33){
if(typeof data15 === "string"){
if(!pattern15.test(data15)){
validate32.errors = [{instancePath:instancePath+"/container",schemaPath:"#/properties/container/pattern",keyword:"pattern",params:{pattern: "^[^\\s/]+/[^\\s/]+$"},message:"must match pattern \""+"^[^\\s/]+/[^\\s/]+$"+"\""}];
return false;
}
}
else {
validate32.errors = [{instancePath:instancePath+"/container",schemaPath:"#/properties/container/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs33 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.avg_bit_rate !== undefined){
let data16 = data.avg_bit_rate;
const _errs35 = errors;
if(!((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16)))){
validate32.errors = [{instancePath:instancePath+"/avg_bit_rate",schemaPath:"#/properties/avg_bit_rate/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs35){
if(typeof data16 == "number"){
if(data16 < 0 || isNaN(data16)){
validate32.errors = [{instancePath:instancePath+"/avg_bit_rate",schemaPath:"#/properties/avg_bit_rate/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs35 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.max_bit_rate !== undefined){
let data17 = data.max_bit_rate;
const _errs37 = errors;
if(!((typeof data17 == "number") && (!(data17 % 1) && !isNaN(data17)))){
validate32.errors = [{instancePath:instancePath+"/max_bit_rate",schemaPath:"#/properties/max_bit_rate/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs37){
if(typeof data17 == "number"){
if(data17 < 0 || isNaN(data17)){
validate32.errors = [{instancePath:instancePath+"/max_bit_rate",schemaPath:"#/properties/max_bit_rate/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs37 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.segment_duration !== undefined){
let data18 = data.segment_duration;
const _errs39 = errors;
if(errors === _errs39){
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
let missing1;
if((data18.numerator === undefined) && (missing1 = "numerator")){
validate32.errors = [{instancePath:instancePath+"/segment_duration",schemaPath:"#/properties/segment_duration/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
if(data18.numerator !== undefined){
let data19 = data18.numerator;
const _errs41 = errors;
if(!((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19)))){
validate32.errors = [{instancePath:instancePath+"/segment_duration/numerator",schemaPath:"#/properties/segment_duration/properties/numerator/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs41){
if(typeof data19 == "number"){
if(data19 <= 0 || isNaN(data19)){
validate32.errors = [{instancePath:instancePath+"/segment_duration/numerator",schemaPath:"#/properties/segment_duration/properties/numerator/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid3 = _errs41 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data18.denominator !== undefined){
let data20 = data18.denominator;
const _errs43 = errors;
if(!((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20)))){
validate32.errors = [{instancePath:instancePath+"/segment_duration/denominator",schemaPath:"#/properties/segment_duration/properties/denominator/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs43){
if(typeof data20 == "number"){
if(data20 <= 0 || isNaN(data20)){
validate32.errors = [{instancePath:instancePath+"/segment_duration/denominator",schemaPath:"#/properties/segment_duration/properties/denominator/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid3 = _errs43 === errors;
}
else {
var valid3 = true;
}
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/segment_duration",schemaPath:"#/properties/segment_duration/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs39 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.timerange !== undefined){
let data21 = data.timerange;
const _errs45 = errors;
const _errs46 = errors;
if(errors === _errs46){
if(typeof data21 === "string"){
if(!pattern10.test(data21)){
validate32.errors = [{instancePath:instancePath+"/timerange",schemaPath:"https://contract.invalid/schemas/timerange.json/pattern",keyword:"pattern",params:{pattern: "^(\\[|\\()?(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?(_(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?)?(\\]|\\))?$"},message:"must match pattern \""+"^(\\[|\\()?(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?(_(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?)?(\\]|\\))?$"+"\""}];
return false;
}
}
else {
validate32.errors = [{instancePath:instancePath+"/timerange",schemaPath:"https://contract.invalid/schemas/timerange.json/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs45 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.flow_collection !== undefined){
const _errs48 = errors;
if(!(validate33(data.flow_collection, {instancePath:instancePath+"/flow_collection",parentData:data,parentDataProperty:"flow_collection",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate33.errors : vErrors.concat(validate33.errors);
errors = vErrors.length;
}
var valid0 = _errs48 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.collected_by !== undefined){
let data23 = data.collected_by;
const _errs49 = errors;
if(errors === _errs49){
if(Array.isArray(data23)){
var valid5 = true;
const len0 = data23.length;
for(let i0=0; i0<len0; i0++){
let data24 = data23[i0];
const _errs51 = errors;
if(errors === _errs51){
if(typeof data24 === "string"){
if(!pattern4.test(data24)){
validate32.errors = [{instancePath:instancePath+"/collected_by/" + i0,schemaPath:"#/properties/collected_by/items/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},message:"must match pattern \""+"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"+"\""}];
return false;
}
}
else {
validate32.errors = [{instancePath:instancePath+"/collected_by/" + i0,schemaPath:"#/properties/collected_by/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid5 = _errs51 === errors;
if(!valid5){
break;
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/collected_by",schemaPath:"#/properties/collected_by/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs49 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.container_mapping !== undefined){
let data25 = data.container_mapping;
const _errs53 = errors;
const _errs54 = errors;
if(errors === _errs54){
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
if(data25.track_index !== undefined){
let data26 = data25.track_index;
const _errs56 = errors;
if(!((typeof data26 == "number") && (!(data26 % 1) && !isNaN(data26)))){
validate32.errors = [{instancePath:instancePath+"/container_mapping/track_index",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/track_index/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs56){
if(typeof data26 == "number"){
if(data26 < 0 || isNaN(data26)){
validate32.errors = [{instancePath:instancePath+"/container_mapping/track_index",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/track_index/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid7 = _errs56 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data25.format_track_index !== undefined){
let data27 = data25.format_track_index;
const _errs58 = errors;
if(!((typeof data27 == "number") && (!(data27 % 1) && !isNaN(data27)))){
validate32.errors = [{instancePath:instancePath+"/container_mapping/format_track_index",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/format_track_index/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs58){
if(typeof data27 == "number"){
if(data27 < 0 || isNaN(data27)){
validate32.errors = [{instancePath:instancePath+"/container_mapping/format_track_index",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/format_track_index/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid7 = _errs58 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data25.audio_track !== undefined){
let data28 = data25.audio_track;
const _errs60 = errors;
if(errors === _errs60){
if(data28 && typeof data28 == "object" && !Array.isArray(data28)){
if(data28.channel_numbers !== undefined){
let data29 = data28.channel_numbers;
const _errs62 = errors;
if(errors === _errs62){
if(Array.isArray(data29)){
if(data29.length < 1){
validate32.errors = [{instancePath:instancePath+"/container_mapping/audio_track/channel_numbers",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/audio_track/properties/channel_numbers/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"}];
return false;
}
else {
var valid9 = true;
const len1 = data29.length;
for(let i1=0; i1<len1; i1++){
let data30 = data29[i1];
const _errs64 = errors;
if(!((typeof data30 == "number") && (!(data30 % 1) && !isNaN(data30)))){
validate32.errors = [{instancePath:instancePath+"/container_mapping/audio_track/channel_numbers/" + i1,schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/audio_track/properties/channel_numbers/items/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs64){
if(typeof data30 == "number"){
if(data30 < 0 || isNaN(data30)){
validate32.errors = [{instancePath:instancePath+"/container_mapping/audio_track/channel_numbers/" + i1,schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/audio_track/properties/channel_numbers/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid9 = _errs64 === errors;
if(!valid9){
break;
}
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/container_mapping/audio_track/channel_numbers",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/audio_track/properties/channel_numbers/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid8 = _errs62 === errors;
}
else {
var valid8 = true;
}
if(valid8){
if(data28.channel_range !== undefined){
let data31 = data28.channel_range;
const _errs66 = errors;
if(errors === _errs66){
if(typeof data31 === "string"){
if(!pattern19.test(data31)){
validate32.errors = [{instancePath:instancePath+"/container_mapping/audio_track/channel_range",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/audio_track/properties/channel_range/pattern",keyword:"pattern",params:{pattern: "^[0-9]+_[0-9]+$"},message:"must match pattern \""+"^[0-9]+_[0-9]+$"+"\""}];
return false;
}
}
else {
validate32.errors = [{instancePath:instancePath+"/container_mapping/audio_track/channel_range",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/audio_track/properties/channel_range/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid8 = _errs66 === errors;
}
else {
var valid8 = true;
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/container_mapping/audio_track",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/audio_track/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid7 = _errs60 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data25.mp2ts_container !== undefined){
let data32 = data25.mp2ts_container;
const _errs68 = errors;
if(errors === _errs68){
if(data32 && typeof data32 == "object" && !Array.isArray(data32)){
if(data32.pid !== undefined){
let data33 = data32.pid;
if(!((typeof data33 == "number") && (!(data33 % 1) && !isNaN(data33)))){
validate32.errors = [{instancePath:instancePath+"/container_mapping/mp2ts_container/pid",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/mp2ts_container/properties/pid/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/container_mapping/mp2ts_container",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/mp2ts_container/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid7 = _errs68 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data25.mxf_container !== undefined){
let data34 = data25.mxf_container;
const _errs72 = errors;
if(errors === _errs72){
if(data34 && typeof data34 == "object" && !Array.isArray(data34)){
if(data34.package_uid !== undefined){
let data35 = data34.package_uid;
const _errs74 = errors;
if(errors === _errs74){
if(typeof data35 === "string"){
if(!pattern20.test(data35)){
validate32.errors = [{instancePath:instancePath+"/container_mapping/mxf_container/package_uid",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/mxf_container/properties/package_uid/pattern",keyword:"pattern",params:{pattern: "^urn:smpte:umid:[0-9a-fA-F]{8}(.[0-9a-fA-F]{8}){7}$|^urn:uuid:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"},message:"must match pattern \""+"^urn:smpte:umid:[0-9a-fA-F]{8}(.[0-9a-fA-F]{8}){7}$|^urn:uuid:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"+"\""}];
return false;
}
}
else {
validate32.errors = [{instancePath:instancePath+"/container_mapping/mxf_container/package_uid",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/mxf_container/properties/package_uid/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid11 = _errs74 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data34.track_id !== undefined){
let data36 = data34.track_id;
const _errs76 = errors;
if(!((typeof data36 == "number") && (!(data36 % 1) && !isNaN(data36)))){
validate32.errors = [{instancePath:instancePath+"/container_mapping/mxf_container/track_id",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/mxf_container/properties/track_id/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid11 = _errs76 === errors;
}
else {
var valid11 = true;
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/container_mapping/mxf_container",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/mxf_container/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid7 = _errs72 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data25.isobmff_container !== undefined){
let data37 = data25.isobmff_container;
const _errs78 = errors;
if(errors === _errs78){
if(data37 && typeof data37 == "object" && !Array.isArray(data37)){
if(data37.track_id !== undefined){
let data38 = data37.track_id;
if(!((typeof data38 == "number") && (!(data38 % 1) && !isNaN(data38)))){
validate32.errors = [{instancePath:instancePath+"/container_mapping/isobmff_container/track_id",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/isobmff_container/properties/track_id/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/container_mapping/isobmff_container",schemaPath:"https://contract.invalid/schemas/container-mapping.json/properties/isobmff_container/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid7 = _errs78 === errors;
}
else {
var valid7 = true;
}
}
}
}
}
}
}
else {
validate32.errors = [{instancePath:instancePath+"/container_mapping",schemaPath:"https://contract.invalid/schemas/container-mapping.json/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs53 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate32.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate32.errors = vErrors;
return errors === 0;
}
validate32.evaluated = {"props":{"id":true,"source_id":true,"label":true,"description":true,"created_by":true,"updated_by":true,"tags":true,"metadata_version":true,"generation":true,"created":true,"metadata_updated":true,"segments_updated":true,"read_only":true,"codec":true,"container":true,"avg_bit_rate":true,"max_bit_rate":true,"segment_duration":true,"timerange":true,"flow_collection":true,"collected_by":true,"container_mapping":true},"dynamicProps":false,"dynamicItems":false};

const func1 = Object.prototype.hasOwnProperty;

function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://contract.invalid/schemas/flow-video.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate31.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(data && typeof data == "object" && !Array.isArray(data))){
validate31.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
const _errs1 = errors;
if(!(validate32(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
errors = vErrors.length;
}
var valid0 = _errs1 === errors;
if(valid0){
const _errs2 = errors;
if(errors === _errs2){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.format === undefined) && (missing0 = "format")) || ((data.essence_parameters === undefined) && (missing0 = "essence_parameters"))) || ((data.codec === undefined) && (missing0 = "codec"))){
validate31.errors = [{instancePath,schemaPath:"#/allOf/1/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.format !== undefined){
let data0 = data.format;
const _errs4 = errors;
if(typeof data0 !== "string"){
validate31.errors = [{instancePath:instancePath+"/format",schemaPath:"#/allOf/1/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(data0 === "urn:x-nmos:format:video")){
validate31.errors = [{instancePath:instancePath+"/format",schemaPath:"#/allOf/1/properties/format/enum",keyword:"enum",params:{allowedValues: schema50.allOf[1].properties.format.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid1 = _errs4 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.essence_parameters !== undefined){
let data1 = data.essence_parameters;
const _errs6 = errors;
if(errors === _errs6){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
let missing1;
if(((data1.frame_width === undefined) && (missing1 = "frame_width")) || ((data1.frame_height === undefined) && (missing1 = "frame_height"))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters",schemaPath:"#/allOf/1/properties/essence_parameters/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs8 = errors;
for(const key0 in data1){
if(!(func1.call(schema50.allOf[1].properties.essence_parameters.properties, key0))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters",schemaPath:"#/allOf/1/properties/essence_parameters/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs8 === errors){
if(data1.frame_rate !== undefined){
let data2 = data1.frame_rate;
const _errs9 = errors;
if(errors === _errs9){
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
let missing2;
if((data2.numerator === undefined) && (missing2 = "numerator")){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/frame_rate",schemaPath:"#/allOf/1/properties/essence_parameters/properties/frame_rate/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'"}];
return false;
}
else {
if(data2.numerator !== undefined){
let data3 = data2.numerator;
const _errs11 = errors;
if(!((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3)))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/frame_rate/numerator",schemaPath:"#/allOf/1/properties/essence_parameters/properties/frame_rate/properties/numerator/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs11){
if(typeof data3 == "number"){
if(data3 <= 0 || isNaN(data3)){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/frame_rate/numerator",schemaPath:"#/allOf/1/properties/essence_parameters/properties/frame_rate/properties/numerator/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid3 = _errs11 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data2.denominator !== undefined){
let data4 = data2.denominator;
const _errs13 = errors;
if(!((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4)))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/frame_rate/denominator",schemaPath:"#/allOf/1/properties/essence_parameters/properties/frame_rate/properties/denominator/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs13){
if(typeof data4 == "number"){
if(data4 <= 0 || isNaN(data4)){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/frame_rate/denominator",schemaPath:"#/allOf/1/properties/essence_parameters/properties/frame_rate/properties/denominator/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid3 = _errs13 === errors;
}
else {
var valid3 = true;
}
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/essence_parameters/frame_rate",schemaPath:"#/allOf/1/properties/essence_parameters/properties/frame_rate/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid2 = _errs9 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.frame_width !== undefined){
let data5 = data1.frame_width;
const _errs15 = errors;
if(!((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5)))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/frame_width",schemaPath:"#/allOf/1/properties/essence_parameters/properties/frame_width/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs15){
if(typeof data5 == "number"){
if(data5 <= 0 || isNaN(data5)){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/frame_width",schemaPath:"#/allOf/1/properties/essence_parameters/properties/frame_width/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid2 = _errs15 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.frame_height !== undefined){
let data6 = data1.frame_height;
const _errs17 = errors;
if(!((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6)))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/frame_height",schemaPath:"#/allOf/1/properties/essence_parameters/properties/frame_height/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs17){
if(typeof data6 == "number"){
if(data6 <= 0 || isNaN(data6)){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/frame_height",schemaPath:"#/allOf/1/properties/essence_parameters/properties/frame_height/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid2 = _errs17 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.bit_depth !== undefined){
let data7 = data1.bit_depth;
const _errs19 = errors;
if(!((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7)))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/bit_depth",schemaPath:"#/allOf/1/properties/essence_parameters/properties/bit_depth/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs19){
if(typeof data7 == "number"){
if(data7 <= 0 || isNaN(data7)){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/bit_depth",schemaPath:"#/allOf/1/properties/essence_parameters/properties/bit_depth/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid2 = _errs19 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.interlace_mode !== undefined){
let data8 = data1.interlace_mode;
const _errs21 = errors;
if(typeof data8 !== "string"){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/interlace_mode",schemaPath:"#/allOf/1/properties/essence_parameters/properties/interlace_mode/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data8 === "progressive") || (data8 === "interlaced_tff")) || (data8 === "interlaced_bff")) || (data8 === "interlaced_psf"))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/interlace_mode",schemaPath:"#/allOf/1/properties/essence_parameters/properties/interlace_mode/enum",keyword:"enum",params:{allowedValues: schema50.allOf[1].properties.essence_parameters.properties.interlace_mode.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid2 = _errs21 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.colorspace !== undefined){
let data9 = data1.colorspace;
const _errs23 = errors;
if(typeof data9 !== "string"){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/colorspace",schemaPath:"#/allOf/1/properties/essence_parameters/properties/colorspace/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data9 === "BT601") || (data9 === "BT709")) || (data9 === "BT2020")) || (data9 === "BT2100"))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/colorspace",schemaPath:"#/allOf/1/properties/essence_parameters/properties/colorspace/enum",keyword:"enum",params:{allowedValues: schema50.allOf[1].properties.essence_parameters.properties.colorspace.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid2 = _errs23 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.transfer_characteristic !== undefined){
let data10 = data1.transfer_characteristic;
const _errs25 = errors;
if(typeof data10 !== "string"){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/transfer_characteristic",schemaPath:"#/allOf/1/properties/essence_parameters/properties/transfer_characteristic/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((data10 === "SDR") || (data10 === "HLG")) || (data10 === "PQ"))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/transfer_characteristic",schemaPath:"#/allOf/1/properties/essence_parameters/properties/transfer_characteristic/enum",keyword:"enum",params:{allowedValues: schema50.allOf[1].properties.essence_parameters.properties.transfer_characteristic.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid2 = _errs25 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.aspect_ratio !== undefined){
let data11 = data1.aspect_ratio;
const _errs27 = errors;
if(errors === _errs27){
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
let missing3;
if(((data11.numerator === undefined) && (missing3 = "numerator")) || ((data11.denominator === undefined) && (missing3 = "denominator"))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/aspect_ratio",schemaPath:"#/allOf/1/properties/essence_parameters/properties/aspect_ratio/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'"}];
return false;
}
else {
if(data11.numerator !== undefined){
let data12 = data11.numerator;
const _errs29 = errors;
if(!((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12)))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/aspect_ratio/numerator",schemaPath:"#/allOf/1/properties/essence_parameters/properties/aspect_ratio/properties/numerator/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs29){
if(typeof data12 == "number"){
if(data12 <= 0 || isNaN(data12)){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/aspect_ratio/numerator",schemaPath:"#/allOf/1/properties/essence_parameters/properties/aspect_ratio/properties/numerator/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid4 = _errs29 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data11.denominator !== undefined){
let data13 = data11.denominator;
const _errs31 = errors;
if(!((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13)))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/aspect_ratio/denominator",schemaPath:"#/allOf/1/properties/essence_parameters/properties/aspect_ratio/properties/denominator/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs31){
if(typeof data13 == "number"){
if(data13 <= 0 || isNaN(data13)){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/aspect_ratio/denominator",schemaPath:"#/allOf/1/properties/essence_parameters/properties/aspect_ratio/properties/denominator/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid4 = _errs31 === errors;
}
else {
var valid4 = true;
}
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/essence_parameters/aspect_ratio",schemaPath:"#/allOf/1/properties/essence_parameters/properties/aspect_ratio/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid2 = _errs27 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.pixel_aspect_ratio !== undefined){
let data14 = data1.pixel_aspect_ratio;
const _errs33 = errors;
if(errors === _errs33){
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
let missing4;
if(((data14.numerator === undefined) && (missing4 = "numerator")) || ((data14.denominator === undefined) && (missing4 = "denominator"))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/pixel_aspect_ratio",schemaPath:"#/allOf/1/properties/essence_parameters/properties/pixel_aspect_ratio/required",keyword:"required",params:{missingProperty: missing4},message:"must have required property '"+missing4+"'"}];
return false;
}
else {
if(data14.numerator !== undefined){
let data15 = data14.numerator;
const _errs35 = errors;
if(!((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15)))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/pixel_aspect_ratio/numerator",schemaPath:"#/allOf/1/properties/essence_parameters/properties/pixel_aspect_ratio/properties/numerator/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs35){
if(typeof data15 == "number"){
if(data15 <= 0 || isNaN(data15)){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/pixel_aspect_ratio/numerator",schemaPath:"#/allOf/1/properties/essence_parameters/properties/pixel_aspect_ratio/properties/numerator/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid5 = _errs35 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data14.denominator !== undefined){
let data16 = data14.denominator;
const _errs37 = errors;
if(!((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16)))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/pixel_aspect_ratio/denominator",schemaPath:"#/allOf/1/properties/essence_parameters/properties/pixel_aspect_ratio/properties/denominator/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs37){
if(typeof data16 == "number"){
if(data16 <= 0 || isNaN(data16)){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/pixel_aspect_ratio/denominator",schemaPath:"#/allOf/1/properties/essence_parameters/properties/pixel_aspect_ratio/properties/denominator/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid5 = _errs37 === errors;
}
else {
var valid5 = true;
}
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/essence_parameters/pixel_aspect_ratio",schemaPath:"#/allOf/1/properties/essence_parameters/properties/pixel_aspect_ratio/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid2 = _errs33 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.component_type !== undefined){
let data17 = data1.component_type;
const _errs39 = errors;
if(typeof data17 !== "string"){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/component_type",schemaPath:"#/allOf/1/properties/essence_parameters/properties/component_type/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((data17 === "YCbCr") || (data17 === "RGB"))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/component_type",schemaPath:"#/allOf/1/properties/essence_parameters/properties/component_type/enum",keyword:"enum",params:{allowedValues: schema50.allOf[1].properties.essence_parameters.properties.component_type.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid2 = _errs39 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.horiz_chroma_subs !== undefined){
let data18 = data1.horiz_chroma_subs;
const _errs41 = errors;
if(!((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18)))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/horiz_chroma_subs",schemaPath:"#/allOf/1/properties/essence_parameters/properties/horiz_chroma_subs/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs41){
if(typeof data18 == "number"){
if(data18 <= 0 || isNaN(data18)){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/horiz_chroma_subs",schemaPath:"#/allOf/1/properties/essence_parameters/properties/horiz_chroma_subs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid2 = _errs41 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.vert_chroma_subs !== undefined){
let data19 = data1.vert_chroma_subs;
const _errs43 = errors;
if(!((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19)))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/vert_chroma_subs",schemaPath:"#/allOf/1/properties/essence_parameters/properties/vert_chroma_subs/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs43){
if(typeof data19 == "number"){
if(data19 <= 0 || isNaN(data19)){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/vert_chroma_subs",schemaPath:"#/allOf/1/properties/essence_parameters/properties/vert_chroma_subs/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid2 = _errs43 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.unc_parameters !== undefined){
let data20 = data1.unc_parameters;
const _errs45 = errors;
if(errors === _errs45){
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
let missing5;
if((data20.unc_type === undefined) && (missing5 = "unc_type")){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/unc_parameters",schemaPath:"#/allOf/1/properties/essence_parameters/properties/unc_parameters/required",keyword:"required",params:{missingProperty: missing5},message:"must have required property '"+missing5+"'"}];
return false;
}
else {
if(data20.unc_type !== undefined){
let data21 = data20.unc_type;
if(typeof data21 !== "string"){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/unc_parameters/unc_type",schemaPath:"#/allOf/1/properties/essence_parameters/properties/unc_parameters/properties/unc_type/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((((((((((((((data21 === "planar") || (data21 === "YUYV")) || (data21 === "UYVY")) || (data21 === "AYUV")) || (data21 === "v210")) || (data21 === "v216")) || (data21 === "RGB")) || (data21 === "RGBx")) || (data21 === "xRGB")) || (data21 === "BGRx")) || (data21 === "xBGR")) || (data21 === "RGBA")) || (data21 === "ARGB")) || (data21 === "BGRA")) || (data21 === "ABGR")) || (data21 === "alpha"))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/unc_parameters/unc_type",schemaPath:"#/allOf/1/properties/essence_parameters/properties/unc_parameters/properties/unc_type/enum",keyword:"enum",params:{allowedValues: schema50.allOf[1].properties.essence_parameters.properties.unc_parameters.properties.unc_type.enum},message:"must be equal to one of the allowed values"}];
return false;
}
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/essence_parameters/unc_parameters",schemaPath:"#/allOf/1/properties/essence_parameters/properties/unc_parameters/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid2 = _errs45 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.avc_parameters !== undefined){
let data22 = data1.avc_parameters;
const _errs49 = errors;
if(errors === _errs49){
if(data22 && typeof data22 == "object" && !Array.isArray(data22)){
let missing6;
if((((data22.profile === undefined) && (missing6 = "profile")) || ((data22.level === undefined) && (missing6 = "level"))) || ((data22.flags === undefined) && (missing6 = "flags"))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/avc_parameters",schemaPath:"#/allOf/1/properties/essence_parameters/properties/avc_parameters/required",keyword:"required",params:{missingProperty: missing6},message:"must have required property '"+missing6+"'"}];
return false;
}
else {
if(data22.profile !== undefined){
let data23 = data22.profile;
const _errs51 = errors;
if(!((typeof data23 == "number") && (!(data23 % 1) && !isNaN(data23)))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/avc_parameters/profile",schemaPath:"#/allOf/1/properties/essence_parameters/properties/avc_parameters/properties/profile/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid7 = _errs51 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data22.level !== undefined){
let data24 = data22.level;
const _errs53 = errors;
if(!((typeof data24 == "number") && (!(data24 % 1) && !isNaN(data24)))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/avc_parameters/level",schemaPath:"#/allOf/1/properties/essence_parameters/properties/avc_parameters/properties/level/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid7 = _errs53 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data22.flags !== undefined){
let data25 = data22.flags;
const _errs55 = errors;
if(!((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25)))){
validate31.errors = [{instancePath:instancePath+"/essence_parameters/avc_parameters/flags",schemaPath:"#/allOf/1/properties/essence_parameters/properties/avc_parameters/properties/flags/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid7 = _errs55 === errors;
}
else {
var valid7 = true;
}
}
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/essence_parameters/avc_parameters",schemaPath:"#/allOf/1/properties/essence_parameters/properties/avc_parameters/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid2 = _errs49 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/essence_parameters",schemaPath:"#/allOf/1/properties/essence_parameters/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs6 === errors;
}
else {
var valid1 = true;
}
}
}
}
else {
validate31.errors = [{instancePath,schemaPath:"#/allOf/1/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
validate31.errors = vErrors;
return errors === 0;
}
validate31.evaluated = {"props":{"format":true,"essence_parameters":true,"id":true,"source_id":true,"label":true,"description":true,"created_by":true,"updated_by":true,"tags":true,"metadata_version":true,"generation":true,"created":true,"metadata_updated":true,"segments_updated":true,"read_only":true,"codec":true,"container":true,"avg_bit_rate":true,"max_bit_rate":true,"segment_duration":true,"timerange":true,"flow_collection":true,"collected_by":true,"container_mapping":true},"dynamicProps":false,"dynamicItems":false};

const schema58 = {"description":"A flow of sound.","type":"object","allOf":[{"$ref":"https://contract.invalid/schemas/flow-core.json"},{"type":"object","required":["format","essence_parameters","codec"],"properties":{"format":{"description":"Always audio.","type":"string","enum":["urn:x-nmos:format:audio"]},"essence_parameters":{"description":"What the sound is like.","type":"object","required":["sample_rate","channels"],"additionalProperties":false,"properties":{"sample_rate":{"description":"Samples a second, of each channel.","type":"integer","exclusiveMinimum":0},"channels":{"description":"How many channels.","type":"integer","exclusiveMinimum":0},"bit_depth":{"description":"Bits a sample.","type":"integer","exclusiveMinimum":0},"codec_parameters":{"description":"What a decoder needs beyond that.","type":"object","required":[],"properties":{"coded_frame_size":{"description":"Samples in a coded frame.","type":"integer"},"mp4_oti":{"description":"The object type indication of MPEG-4.","type":"integer"}}},"unc_parameters":{"description":"How samples lie in uncompressed audio.","type":"object","required":["unc_type"],"properties":{"unc_type":{"description":"Channels interleaved sample by sample, in one block each, or in pairs.","type":"string","enum":["interleaved","planar","pairs"]}}}}}}}],"$id":"https://contract.invalid/schemas/flow-audio.json"};

function validate37(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://contract.invalid/schemas/flow-audio.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate37.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(data && typeof data == "object" && !Array.isArray(data))){
validate37.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
const _errs1 = errors;
if(!(validate32(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
errors = vErrors.length;
}
var valid0 = _errs1 === errors;
if(valid0){
const _errs2 = errors;
if(errors === _errs2){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.format === undefined) && (missing0 = "format")) || ((data.essence_parameters === undefined) && (missing0 = "essence_parameters"))) || ((data.codec === undefined) && (missing0 = "codec"))){
validate37.errors = [{instancePath,schemaPath:"#/allOf/1/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.format !== undefined){
let data0 = data.format;
const _errs4 = errors;
if(typeof data0 !== "string"){
validate37.errors = [{instancePath:instancePath+"/format",schemaPath:"#/allOf/1/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(data0 === "urn:x-nmos:format:audio")){
validate37.errors = [{instancePath:instancePath+"/format",schemaPath:"#/allOf/1/properties/format/enum",keyword:"enum",params:{allowedValues: schema58.allOf[1].properties.format.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid1 = _errs4 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.essence_parameters !== undefined){
let data1 = data.essence_parameters;
const _errs6 = errors;
if(errors === _errs6){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
let missing1;
if(((data1.sample_rate === undefined) && (missing1 = "sample_rate")) || ((data1.channels === undefined) && (missing1 = "channels"))){
validate37.errors = [{instancePath:instancePath+"/essence_parameters",schemaPath:"#/allOf/1/properties/essence_parameters/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs8 = errors;
for(const key0 in data1){
if(!(((((key0 === "sample_rate") || (key0 === "channels")) || (key0 === "bit_depth")) || (key0 === "codec_parameters")) || (key0 === "unc_parameters"))){
validate37.errors = [{instancePath:instancePath+"/essence_parameters",schemaPath:"#/allOf/1/properties/essence_parameters/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs8 === errors){
if(data1.sample_rate !== undefined){
let data2 = data1.sample_rate;
const _errs9 = errors;
if(!((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2)))){
validate37.errors = [{instancePath:instancePath+"/essence_parameters/sample_rate",schemaPath:"#/allOf/1/properties/essence_parameters/properties/sample_rate/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs9){
if(typeof data2 == "number"){
if(data2 <= 0 || isNaN(data2)){
validate37.errors = [{instancePath:instancePath+"/essence_parameters/sample_rate",schemaPath:"#/allOf/1/properties/essence_parameters/properties/sample_rate/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid2 = _errs9 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.channels !== undefined){
let data3 = data1.channels;
const _errs11 = errors;
if(!((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3)))){
validate37.errors = [{instancePath:instancePath+"/essence_parameters/channels",schemaPath:"#/allOf/1/properties/essence_parameters/properties/channels/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs11){
if(typeof data3 == "number"){
if(data3 <= 0 || isNaN(data3)){
validate37.errors = [{instancePath:instancePath+"/essence_parameters/channels",schemaPath:"#/allOf/1/properties/essence_parameters/properties/channels/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid2 = _errs11 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.bit_depth !== undefined){
let data4 = data1.bit_depth;
const _errs13 = errors;
if(!((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4)))){
validate37.errors = [{instancePath:instancePath+"/essence_parameters/bit_depth",schemaPath:"#/allOf/1/properties/essence_parameters/properties/bit_depth/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs13){
if(typeof data4 == "number"){
if(data4 <= 0 || isNaN(data4)){
validate37.errors = [{instancePath:instancePath+"/essence_parameters/bit_depth",schemaPath:"#/allOf/1/properties/essence_parameters/properties/bit_depth/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid2 = _errs13 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.codec_parameters !== undefined){
let data5 = data1.codec_parameters;
const _errs15 = errors;
if(errors === _errs15){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(data5.coded_frame_size !== undefined){
let data6 = data5.coded_frame_size;
const _errs17 = errors;
if(!((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6)))){
validate37.errors = [{instancePath:instancePath+"/essence_parameters/codec_parameters/coded_frame_size",schemaPath:"#/allOf/1/properties/essence_parameters/properties/codec_parameters/properties/coded_frame_size/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid3 = _errs17 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data5.mp4_oti !== undefined){
let data7 = data5.mp4_oti;
const _errs19 = errors;
if(!((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7)))){
validate37.errors = [{instancePath:instancePath+"/essence_parameters/codec_parameters/mp4_oti",schemaPath:"#/allOf/1/properties/essence_parameters/properties/codec_parameters/properties/mp4_oti/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid3 = _errs19 === errors;
}
else {
var valid3 = true;
}
}
}
else {
validate37.errors = [{instancePath:instancePath+"/essence_parameters/codec_parameters",schemaPath:"#/allOf/1/properties/essence_parameters/properties/codec_parameters/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid2 = _errs15 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.unc_parameters !== undefined){
let data8 = data1.unc_parameters;
const _errs21 = errors;
if(errors === _errs21){
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
let missing2;
if((data8.unc_type === undefined) && (missing2 = "unc_type")){
validate37.errors = [{instancePath:instancePath+"/essence_parameters/unc_parameters",schemaPath:"#/allOf/1/properties/essence_parameters/properties/unc_parameters/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'"}];
return false;
}
else {
if(data8.unc_type !== undefined){
let data9 = data8.unc_type;
if(typeof data9 !== "string"){
validate37.errors = [{instancePath:instancePath+"/essence_parameters/unc_parameters/unc_type",schemaPath:"#/allOf/1/properties/essence_parameters/properties/unc_parameters/properties/unc_type/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((data9 === "interleaved") || (data9 === "planar")) || (data9 === "pairs"))){
validate37.errors = [{instancePath:instancePath+"/essence_parameters/unc_parameters/unc_type",schemaPath:"#/allOf/1/properties/essence_parameters/properties/unc_parameters/properties/unc_type/enum",keyword:"enum",params:{allowedValues: schema58.allOf[1].properties.essence_parameters.properties.unc_parameters.properties.unc_type.enum},message:"must be equal to one of the allowed values"}];
return false;
}
}
}
}
else {
validate37.errors = [{instancePath:instancePath+"/essence_parameters/unc_parameters",schemaPath:"#/allOf/1/properties/essence_parameters/properties/unc_parameters/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid2 = _errs21 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
}
}
else {
validate37.errors = [{instancePath:instancePath+"/essence_parameters",schemaPath:"#/allOf/1/properties/essence_parameters/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs6 === errors;
}
else {
var valid1 = true;
}
}
}
}
else {
validate37.errors = [{instancePath,schemaPath:"#/allOf/1/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
validate37.errors = vErrors;
return errors === 0;
}
validate37.evaluated = {"props":{"format":true,"essence_parameters":true,"id":true,"source_id":true,"label":true,"description":true,"created_by":true,"updated_by":true,"tags":true,"metadata_version":true,"generation":true,"created":true,"metadata_updated":true,"segments_updated":true,"read_only":true,"codec":true,"container":true,"avg_bit_rate":true,"max_bit_rate":true,"segment_duration":true,"timerange":true,"flow_collection":true,"collected_by":true,"container_mapping":true},"dynamicProps":false,"dynamicItems":false};

const schema59 = {"description":"A flow of still images.","type":"object","allOf":[{"$ref":"https://contract.invalid/schemas/flow-core.json"},{"type":"object","required":["format","essence_parameters","codec"],"properties":{"format":{"description":"Always image.","type":"string","enum":["urn:x-tam:format:image"]},"essence_parameters":{"description":"What the images are like.","type":"object","required":["frame_width","frame_height"],"additionalProperties":false,"properties":{"frame_width":{"description":"Width in pixels.","type":"integer","exclusiveMinimum":0},"frame_height":{"description":"Height in pixels.","type":"integer","exclusiveMinimum":0},"aspect_ratio":{"description":"Width to height, as shown.","type":"object","required":["numerator","denominator"],"properties":{"numerator":{"description":"The width.","type":"integer","exclusiveMinimum":0},"denominator":{"description":"The height.","type":"integer","exclusiveMinimum":0}}}}}}}],"$id":"https://contract.invalid/schemas/flow-image.json"};

function validate40(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://contract.invalid/schemas/flow-image.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate40.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(data && typeof data == "object" && !Array.isArray(data))){
validate40.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
const _errs1 = errors;
if(!(validate32(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
errors = vErrors.length;
}
var valid0 = _errs1 === errors;
if(valid0){
const _errs2 = errors;
if(errors === _errs2){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.format === undefined) && (missing0 = "format")) || ((data.essence_parameters === undefined) && (missing0 = "essence_parameters"))) || ((data.codec === undefined) && (missing0 = "codec"))){
validate40.errors = [{instancePath,schemaPath:"#/allOf/1/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.format !== undefined){
let data0 = data.format;
const _errs4 = errors;
if(typeof data0 !== "string"){
validate40.errors = [{instancePath:instancePath+"/format",schemaPath:"#/allOf/1/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(data0 === "urn:x-tam:format:image")){
validate40.errors = [{instancePath:instancePath+"/format",schemaPath:"#/allOf/1/properties/format/enum",keyword:"enum",params:{allowedValues: schema59.allOf[1].properties.format.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid1 = _errs4 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.essence_parameters !== undefined){
let data1 = data.essence_parameters;
const _errs6 = errors;
if(errors === _errs6){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
let missing1;
if(((data1.frame_width === undefined) && (missing1 = "frame_width")) || ((data1.frame_height === undefined) && (missing1 = "frame_height"))){
validate40.errors = [{instancePath:instancePath+"/essence_parameters",schemaPath:"#/allOf/1/properties/essence_parameters/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs8 = errors;
for(const key0 in data1){
if(!(((key0 === "frame_width") || (key0 === "frame_height")) || (key0 === "aspect_ratio"))){
validate40.errors = [{instancePath:instancePath+"/essence_parameters",schemaPath:"#/allOf/1/properties/essence_parameters/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs8 === errors){
if(data1.frame_width !== undefined){
let data2 = data1.frame_width;
const _errs9 = errors;
if(!((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2)))){
validate40.errors = [{instancePath:instancePath+"/essence_parameters/frame_width",schemaPath:"#/allOf/1/properties/essence_parameters/properties/frame_width/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs9){
if(typeof data2 == "number"){
if(data2 <= 0 || isNaN(data2)){
validate40.errors = [{instancePath:instancePath+"/essence_parameters/frame_width",schemaPath:"#/allOf/1/properties/essence_parameters/properties/frame_width/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid2 = _errs9 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.frame_height !== undefined){
let data3 = data1.frame_height;
const _errs11 = errors;
if(!((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3)))){
validate40.errors = [{instancePath:instancePath+"/essence_parameters/frame_height",schemaPath:"#/allOf/1/properties/essence_parameters/properties/frame_height/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs11){
if(typeof data3 == "number"){
if(data3 <= 0 || isNaN(data3)){
validate40.errors = [{instancePath:instancePath+"/essence_parameters/frame_height",schemaPath:"#/allOf/1/properties/essence_parameters/properties/frame_height/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid2 = _errs11 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.aspect_ratio !== undefined){
let data4 = data1.aspect_ratio;
const _errs13 = errors;
if(errors === _errs13){
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
let missing2;
if(((data4.numerator === undefined) && (missing2 = "numerator")) || ((data4.denominator === undefined) && (missing2 = "denominator"))){
validate40.errors = [{instancePath:instancePath+"/essence_parameters/aspect_ratio",schemaPath:"#/allOf/1/properties/essence_parameters/properties/aspect_ratio/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'"}];
return false;
}
else {
if(data4.numerator !== undefined){
let data5 = data4.numerator;
const _errs15 = errors;
if(!((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5)))){
validate40.errors = [{instancePath:instancePath+"/essence_parameters/aspect_ratio/numerator",schemaPath:"#/allOf/1/properties/essence_parameters/properties/aspect_ratio/properties/numerator/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs15){
if(typeof data5 == "number"){
if(data5 <= 0 || isNaN(data5)){
validate40.errors = [{instancePath:instancePath+"/essence_parameters/aspect_ratio/numerator",schemaPath:"#/allOf/1/properties/essence_parameters/properties/aspect_ratio/properties/numerator/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid3 = _errs15 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data4.denominator !== undefined){
let data6 = data4.denominator;
const _errs17 = errors;
if(!((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6)))){
validate40.errors = [{instancePath:instancePath+"/essence_parameters/aspect_ratio/denominator",schemaPath:"#/allOf/1/properties/essence_parameters/properties/aspect_ratio/properties/denominator/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs17){
if(typeof data6 == "number"){
if(data6 <= 0 || isNaN(data6)){
validate40.errors = [{instancePath:instancePath+"/essence_parameters/aspect_ratio/denominator",schemaPath:"#/allOf/1/properties/essence_parameters/properties/aspect_ratio/properties/denominator/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
var valid3 = _errs17 === errors;
}
else {
var valid3 = true;
}
}
}
}
else {
validate40.errors = [{instancePath:instancePath+"/essence_parameters/aspect_ratio",schemaPath:"#/allOf/1/properties/essence_parameters/properties/aspect_ratio/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid2 = _errs13 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
else {
validate40.errors = [{instancePath:instancePath+"/essence_parameters",schemaPath:"#/allOf/1/properties/essence_parameters/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs6 === errors;
}
else {
var valid1 = true;
}
}
}
}
else {
validate40.errors = [{instancePath,schemaPath:"#/allOf/1/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
validate40.errors = vErrors;
return errors === 0;
}
validate40.evaluated = {"props":{"format":true,"essence_parameters":true,"id":true,"source_id":true,"label":true,"description":true,"created_by":true,"updated_by":true,"tags":true,"metadata_version":true,"generation":true,"created":true,"metadata_updated":true,"segments_updated":true,"read_only":true,"codec":true,"container":true,"avg_bit_rate":true,"max_bit_rate":true,"segment_duration":true,"timerange":true,"flow_collection":true,"collected_by":true,"container_mapping":true},"dynamicProps":false,"dynamicItems":false};

const schema60 = {"description":"A flow of timed data, such as captions.","type":"object","allOf":[{"$ref":"https://contract.invalid/schemas/flow-core.json"},{"type":"object","required":["format","essence_parameters","codec"],"properties":{"format":{"description":"Always data.","type":"string","enum":["urn:x-nmos:format:data"]},"essence_parameters":{"description":"What the data is like.","type":"object","additionalProperties":false,"properties":{"data_type":{"description":"What kind of data, as a URN.","type":"string"}}}}}],"$id":"https://contract.invalid/schemas/flow-data.json"};

function validate43(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://contract.invalid/schemas/flow-data.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate43.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(data && typeof data == "object" && !Array.isArray(data))){
validate43.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
const _errs1 = errors;
if(!(validate32(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
errors = vErrors.length;
}
var valid0 = _errs1 === errors;
if(valid0){
const _errs2 = errors;
if(errors === _errs2){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.format === undefined) && (missing0 = "format")) || ((data.essence_parameters === undefined) && (missing0 = "essence_parameters"))) || ((data.codec === undefined) && (missing0 = "codec"))){
validate43.errors = [{instancePath,schemaPath:"#/allOf/1/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.format !== undefined){
let data0 = data.format;
const _errs4 = errors;
if(typeof data0 !== "string"){
validate43.errors = [{instancePath:instancePath+"/format",schemaPath:"#/allOf/1/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(data0 === "urn:x-nmos:format:data")){
validate43.errors = [{instancePath:instancePath+"/format",schemaPath:"#/allOf/1/properties/format/enum",keyword:"enum",params:{allowedValues: schema60.allOf[1].properties.format.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid1 = _errs4 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.essence_parameters !== undefined){
let data1 = data.essence_parameters;
const _errs6 = errors;
if(errors === _errs6){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
const _errs8 = errors;
for(const key0 in data1){
if(!(key0 === "data_type")){
validate43.errors = [{instancePath:instancePath+"/essence_parameters",schemaPath:"#/allOf/1/properties/essence_parameters/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs8 === errors){
if(data1.data_type !== undefined){
if(typeof data1.data_type !== "string"){
validate43.errors = [{instancePath:instancePath+"/essence_parameters/data_type",schemaPath:"#/allOf/1/properties/essence_parameters/properties/data_type/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
}
else {
validate43.errors = [{instancePath:instancePath+"/essence_parameters",schemaPath:"#/allOf/1/properties/essence_parameters/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs6 === errors;
}
else {
var valid1 = true;
}
}
}
}
else {
validate43.errors = [{instancePath,schemaPath:"#/allOf/1/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
validate43.errors = vErrors;
return errors === 0;
}
validate43.evaluated = {"props":{"format":true,"essence_parameters":true,"id":true,"source_id":true,"label":true,"description":true,"created_by":true,"updated_by":true,"tags":true,"metadata_version":true,"generation":true,"created":true,"metadata_updated":true,"segments_updated":true,"read_only":true,"codec":true,"container":true,"avg_bit_rate":true,"max_bit_rate":true,"segment_duration":true,"timerange":true,"flow_collection":true,"collected_by":true,"container_mapping":true},"dynamicProps":false,"dynamicItems":false};

const schema61 = {"description":"A flow that joins others, often in one container.","type":"object","allOf":[{"$ref":"https://contract.invalid/schemas/flow-core.json"},{"type":"object","required":["format"],"properties":{"format":{"description":"Always multi.","type":"string","enum":["urn:x-nmos:format:multi"]}}}],"$id":"https://contract.invalid/schemas/flow-multi.json"};

function validate46(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://contract.invalid/schemas/flow-multi.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate46.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(data && typeof data == "object" && !Array.isArray(data))){
validate46.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
const _errs1 = errors;
if(!(validate32(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
errors = vErrors.length;
}
var valid0 = _errs1 === errors;
if(valid0){
const _errs2 = errors;
if(errors === _errs2){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.format === undefined) && (missing0 = "format")){
validate46.errors = [{instancePath,schemaPath:"#/allOf/1/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.format !== undefined){
let data0 = data.format;
if(typeof data0 !== "string"){
validate46.errors = [{instancePath:instancePath+"/format",schemaPath:"#/allOf/1/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(data0 === "urn:x-nmos:format:multi")){
validate46.errors = [{instancePath:instancePath+"/format",schemaPath:"#/allOf/1/properties/format/enum",keyword:"enum",params:{allowedValues: schema61.allOf[1].properties.format.enum},message:"must be equal to one of the allowed values"}];
return false;
}
}
}
}
else {
validate46.errors = [{instancePath,schemaPath:"#/allOf/1/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
validate46.errors = vErrors;
return errors === 0;
}
validate46.evaluated = {"props":{"format":true,"id":true,"source_id":true,"label":true,"description":true,"created_by":true,"updated_by":true,"tags":true,"metadata_version":true,"generation":true,"created":true,"metadata_updated":true,"segments_updated":true,"read_only":true,"codec":true,"container":true,"avg_bit_rate":true,"max_bit_rate":true,"segment_duration":true,"timerange":true,"flow_collection":true,"collected_by":true,"container_mapping":true},"dynamicProps":false,"dynamicItems":false};


function validate30(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://contract.invalid/schemas/flow.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate30.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(data && typeof data == "object" && !Array.isArray(data))){
validate30.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
const _errs1 = errors;
let valid0 = false;
let passing0 = null;
const _errs2 = errors;
if(!(validate31(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
var _valid0 = _errs2 === errors;
if(_valid0){
valid0 = true;
passing0 = 0;
var props0 = {};
props0.format = true;
props0.essence_parameters = true;
props0.id = true;
props0.source_id = true;
props0.label = true;
props0.description = true;
props0.created_by = true;
props0.updated_by = true;
props0.tags = true;
props0.metadata_version = true;
props0.generation = true;
props0.created = true;
props0.metadata_updated = true;
props0.segments_updated = true;
props0.read_only = true;
props0.codec = true;
props0.container = true;
props0.avg_bit_rate = true;
props0.max_bit_rate = true;
props0.segment_duration = true;
props0.timerange = true;
props0.flow_collection = true;
props0.collected_by = true;
props0.container_mapping = true;
}
const _errs3 = errors;
if(!(validate37(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate37.errors : vErrors.concat(validate37.errors);
errors = vErrors.length;
}
var _valid0 = _errs3 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid0 = true;
passing0 = 1;
if(props0 !== true){
props0 = props0 || {};
props0.format = true;
props0.essence_parameters = true;
props0.id = true;
props0.source_id = true;
props0.label = true;
props0.description = true;
props0.created_by = true;
props0.updated_by = true;
props0.tags = true;
props0.metadata_version = true;
props0.generation = true;
props0.created = true;
props0.metadata_updated = true;
props0.segments_updated = true;
props0.read_only = true;
props0.codec = true;
props0.container = true;
props0.avg_bit_rate = true;
props0.max_bit_rate = true;
props0.segment_duration = true;
props0.timerange = true;
props0.flow_collection = true;
props0.collected_by = true;
props0.container_mapping = true;
}
}
const _errs4 = errors;
if(!(validate40(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate40.errors : vErrors.concat(validate40.errors);
errors = vErrors.length;
}
var _valid0 = _errs4 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 2];
}
else {
if(_valid0){
valid0 = true;
passing0 = 2;
if(props0 !== true){
props0 = props0 || {};
props0.format = true;
props0.essence_parameters = true;
props0.id = true;
props0.source_id = true;
props0.label = true;
props0.description = true;
props0.created_by = true;
props0.updated_by = true;
props0.tags = true;
props0.metadata_version = true;
props0.generation = true;
props0.created = true;
props0.metadata_updated = true;
props0.segments_updated = true;
props0.read_only = true;
props0.codec = true;
props0.container = true;
props0.avg_bit_rate = true;
props0.max_bit_rate = true;
props0.segment_duration = true;
props0.timerange = true;
props0.flow_collection = true;
props0.collected_by = true;
props0.container_mapping = true;
}
}
const _errs5 = errors;
if(!(validate43(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
errors = vErrors.length;
}
var _valid0 = _errs5 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 3];
}
else {
if(_valid0){
valid0 = true;
passing0 = 3;
if(props0 !== true){
props0 = props0 || {};
props0.format = true;
props0.essence_parameters = true;
props0.id = true;
props0.source_id = true;
props0.label = true;
props0.description = true;
props0.created_by = true;
props0.updated_by = true;
props0.tags = true;
props0.metadata_version = true;
props0.generation = true;
props0.created = true;
props0.metadata_updated = true;
props0.segments_updated = true;
props0.read_only = true;
props0.codec = true;
props0.container = true;
props0.avg_bit_rate = true;
props0.max_bit_rate = true;
props0.segment_duration = true;
props0.timerange = true;
props0.flow_collection = true;
props0.collected_by = true;
props0.container_mapping = true;
}
}
const _errs6 = errors;
if(!(validate46(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
errors = vErrors.length;
}
var _valid0 = _errs6 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 4];
}
else {
if(_valid0){
valid0 = true;
passing0 = 4;
if(props0 !== true){
props0 = props0 || {};
props0.format = true;
props0.id = true;
props0.source_id = true;
props0.label = true;
props0.description = true;
props0.created_by = true;
props0.updated_by = true;
props0.tags = true;
props0.metadata_version = true;
props0.generation = true;
props0.created = true;
props0.metadata_updated = true;
props0.segments_updated = true;
props0.read_only = true;
props0.codec = true;
props0.container = true;
props0.avg_bit_rate = true;
props0.max_bit_rate = true;
props0.segment_duration = true;
props0.timerange = true;
props0.flow_collection = true;
props0.collected_by = true;
props0.container_mapping = true;
}
}
}
}
}
}
if(!valid0){
const err0 = {instancePath,schemaPath:"#/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
validate30.errors = vErrors;
return false;
}
else {
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
}
validate30.errors = vErrors;
evaluated0.props = props0;
return errors === 0;
}
validate30.evaluated = {"dynamicProps":true,"dynamicItems":false};


function validate29(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="body_PUT_flows_flowId" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate29.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(validate30(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
errors = vErrors.length;
}
else {
var props0 = validate30.evaluated.props;
}
validate29.errors = vErrors;
evaluated0.props = props0;
return errors === 0;
}
validate29.evaluated = {"dynamicProps":true,"dynamicItems":false};

export const body_PUT_flows_flowId_tags_name = validate50;
const schema62 = {"type":"string","$id":"body_PUT_flows_flowId_tags_name"};

function validate50(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="body_PUT_flows_flowId_tags_name" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate50.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(typeof data !== "string"){
validate50.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
validate50.errors = vErrors;
return errors === 0;
}
validate50.evaluated = {"dynamicProps":false,"dynamicItems":false};

export const body_PUT_flows_flowId_description = validate51;
const schema63 = {"type":"string","$id":"body_PUT_flows_flowId_description"};

function validate51(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="body_PUT_flows_flowId_description" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate51.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(typeof data !== "string"){
validate51.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
validate51.errors = vErrors;
return errors === 0;
}
validate51.evaluated = {"dynamicProps":false,"dynamicItems":false};

export const body_PUT_flows_flowId_label = validate52;
const schema64 = {"type":"string","$id":"body_PUT_flows_flowId_label"};

function validate52(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="body_PUT_flows_flowId_label" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate52.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(typeof data !== "string"){
validate52.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
validate52.errors = vErrors;
return errors === 0;
}
validate52.evaluated = {"dynamicProps":false,"dynamicItems":false};

export const body_PUT_flows_flowId_read_only = validate53;
const schema65 = {"type":"boolean","$id":"body_PUT_flows_flowId_read_only"};

function validate53(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="body_PUT_flows_flowId_read_only" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate53.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(typeof data !== "boolean"){
validate53.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
validate53.errors = vErrors;
return errors === 0;
}
validate53.evaluated = {"dynamicProps":false,"dynamicItems":false};

export const body_PUT_flows_flowId_flow_collection = validate54;
const schema66 = {"$ref":"https://contract.invalid/schemas/flow-collection.json","$id":"body_PUT_flows_flowId_flow_collection"};

function validate54(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="body_PUT_flows_flowId_flow_collection" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate54.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(validate33(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate33.errors : vErrors.concat(validate33.errors);
errors = vErrors.length;
}
validate54.errors = vErrors;
return errors === 0;
}
validate54.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};

export const body_PUT_flows_flowId_max_bit_rate = validate56;
const schema67 = {"type":"integer","minimum":0,"$id":"body_PUT_flows_flowId_max_bit_rate"};

function validate56(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="body_PUT_flows_flowId_max_bit_rate" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate56.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!((typeof data == "number") && (!(data % 1) && !isNaN(data)))){
validate56.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === 0){
if(typeof data == "number"){
if(data < 0 || isNaN(data)){
validate56.errors = [{instancePath,schemaPath:"#/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
validate56.errors = vErrors;
return errors === 0;
}
validate56.evaluated = {"dynamicProps":false,"dynamicItems":false};

export const body_PUT_flows_flowId_avg_bit_rate = validate57;
const schema68 = {"type":"integer","minimum":0,"$id":"body_PUT_flows_flowId_avg_bit_rate"};

function validate57(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="body_PUT_flows_flowId_avg_bit_rate" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate57.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!((typeof data == "number") && (!(data % 1) && !isNaN(data)))){
validate57.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === 0){
if(typeof data == "number"){
if(data < 0 || isNaN(data)){
validate57.errors = [{instancePath,schemaPath:"#/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
validate57.errors = vErrors;
return errors === 0;
}
validate57.evaluated = {"dynamicProps":false,"dynamicItems":false};

export const query_GET_flows_flowId_segments = validate58;
const schema69 = {"type":"object","properties":{"timerange":{"$ref":"https://contract.invalid/schemas/timerange.json"},"accept_get_urls":{"type":"string","pattern":"^([^,]+(,[^,]+)*)?$"},"accept_storage_ids":{"type":"string","pattern":"^([0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(,[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})*)?$"}},"$id":"query_GET_flows_flowId_segments"};
const pattern25 = new RegExp("^([^,]+(,[^,]+)*)?$", "");
const pattern26 = new RegExp("^([0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(,[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})*)?$", "");

function validate58(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="query_GET_flows_flowId_segments" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate58.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.timerange !== undefined){
let data0 = data.timerange;
const _errs1 = errors;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern10.test(data0)){
validate58.errors = [{instancePath:instancePath+"/timerange",schemaPath:"https://contract.invalid/schemas/timerange.json/pattern",keyword:"pattern",params:{pattern: "^(\\[|\\()?(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?(_(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?)?(\\]|\\))?$"},message:"must match pattern \""+"^(\\[|\\()?(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?(_(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?)?(\\]|\\))?$"+"\""}];
return false;
}
}
else {
validate58.errors = [{instancePath:instancePath+"/timerange",schemaPath:"https://contract.invalid/schemas/timerange.json/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.accept_get_urls !== undefined){
let data1 = data.accept_get_urls;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(!pattern25.test(data1)){
validate58.errors = [{instancePath:instancePath+"/accept_get_urls",schemaPath:"#/properties/accept_get_urls/pattern",keyword:"pattern",params:{pattern: "^([^,]+(,[^,]+)*)?$"},message:"must match pattern \""+"^([^,]+(,[^,]+)*)?$"+"\""}];
return false;
}
}
else {
validate58.errors = [{instancePath:instancePath+"/accept_get_urls",schemaPath:"#/properties/accept_get_urls/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.accept_storage_ids !== undefined){
let data2 = data.accept_storage_ids;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(!pattern26.test(data2)){
validate58.errors = [{instancePath:instancePath+"/accept_storage_ids",schemaPath:"#/properties/accept_storage_ids/pattern",keyword:"pattern",params:{pattern: "^([0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(,[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})*)?$"},message:"must match pattern \""+"^([0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(,[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})*)?$"+"\""}];
return false;
}
}
else {
validate58.errors = [{instancePath:instancePath+"/accept_storage_ids",schemaPath:"#/properties/accept_storage_ids/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate58.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate58.errors = vErrors;
return errors === 0;
}
validate58.evaluated = {"props":{"timerange":true,"accept_get_urls":true,"accept_storage_ids":true},"dynamicProps":false,"dynamicItems":false};

export const body_POST_flows_flowId_segments = validate59;
const schema71 = {"oneOf":[{"$ref":"https://contract.invalid/schemas/flow-segment-post.json"},{"type":"array","items":{"$ref":"https://contract.invalid/schemas/flow-segment-post.json"}}],"$id":"body_POST_flows_flowId_segments"};
const schema72 = {"description":"A segment to register.","type":"object","required":["object_id","timerange"],"properties":{"object_id":{"description":"The media object that holds the essence.","type":"string"},"ts_offset":{"description":"What to add to a time inside the media object to get its place on the timeline; it may be negative.","$ref":"https://contract.invalid/schemas/timestamp.json"},"timerange":{"description":"Where the segment lies on the timeline of the flow; start inclusive, both ends given.","$ref":"https://contract.invalid/schemas/timerange.json"},"last_duration":{"description":"How long the last sample lasts, where the distance between samples does not tell.","$ref":"https://contract.invalid/schemas/timestamp.json"},"sample_offset":{"description":"How many samples to skip at the start of the object.","type":"integer"},"sample_count":{"description":"How many samples of the object belong to the segment; left out: all after the skipped ones.","type":"integer"},"get_urls":{"description":"Where the media can be had, for objects that this server does not keep. Its own URLs are not given here.","type":"array","items":{"type":"object","required":["url"],"properties":{"url":{"description":"An absolute http or https URL.","type":"string"},"label":{"description":"A name to choose it by; not that of a storage backend.","type":"string"}}}},"key_frame_count":{"description":"How many frames can be decoded without any other.","type":"integer"}},"$id":"https://contract.invalid/schemas/flow-segment-post.json"};
const schema73 = {"description":"A time, or a length of time, as `seconds:nanoseconds`; a sign applies to both parts.","type":"string","pattern":"^-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8})$","$id":"https://contract.invalid/schemas/timestamp.json"};
const pattern27 = new RegExp("^-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8})$", "");

function validate60(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="https://contract.invalid/schemas/flow-segment-post.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate60.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.object_id === undefined) && (missing0 = "object_id")) || ((data.timerange === undefined) && (missing0 = "timerange"))){
validate60.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.object_id !== undefined){
const _errs1 = errors;
if(typeof data.object_id !== "string"){
validate60.errors = [{instancePath:instancePath+"/object_id",schemaPath:"#/properties/object_id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ts_offset !== undefined){
let data1 = data.ts_offset;
const _errs3 = errors;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(!pattern27.test(data1)){
validate60.errors = [{instancePath:instancePath+"/ts_offset",schemaPath:"https://contract.invalid/schemas/timestamp.json/pattern",keyword:"pattern",params:{pattern: "^-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8})$"},message:"must match pattern \""+"^-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8})$"+"\""}];
return false;
}
}
else {
validate60.errors = [{instancePath:instancePath+"/ts_offset",schemaPath:"https://contract.invalid/schemas/timestamp.json/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.timerange !== undefined){
let data2 = data.timerange;
const _errs6 = errors;
const _errs7 = errors;
if(errors === _errs7){
if(typeof data2 === "string"){
if(!pattern10.test(data2)){
validate60.errors = [{instancePath:instancePath+"/timerange",schemaPath:"https://contract.invalid/schemas/timerange.json/pattern",keyword:"pattern",params:{pattern: "^(\\[|\\()?(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?(_(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?)?(\\]|\\))?$"},message:"must match pattern \""+"^(\\[|\\()?(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?(_(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?)?(\\]|\\))?$"+"\""}];
return false;
}
}
else {
validate60.errors = [{instancePath:instancePath+"/timerange",schemaPath:"https://contract.invalid/schemas/timerange.json/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.last_duration !== undefined){
let data3 = data.last_duration;
const _errs9 = errors;
const _errs10 = errors;
if(errors === _errs10){
if(typeof data3 === "string"){
if(!pattern27.test(data3)){
validate60.errors = [{instancePath:instancePath+"/last_duration",schemaPath:"https://contract.invalid/schemas/timestamp.json/pattern",keyword:"pattern",params:{pattern: "^-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8})$"},message:"must match pattern \""+"^-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8})$"+"\""}];
return false;
}
}
else {
validate60.errors = [{instancePath:instancePath+"/last_duration",schemaPath:"https://contract.invalid/schemas/timestamp.json/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sample_offset !== undefined){
let data4 = data.sample_offset;
const _errs12 = errors;
if(!((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4)))){
validate60.errors = [{instancePath:instancePath+"/sample_offset",schemaPath:"#/properties/sample_offset/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sample_count !== undefined){
let data5 = data.sample_count;
const _errs14 = errors;
if(!((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5)))){
validate60.errors = [{instancePath:instancePath+"/sample_count",schemaPath:"#/properties/sample_count/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.get_urls !== undefined){
let data6 = data.get_urls;
const _errs16 = errors;
if(errors === _errs16){
if(Array.isArray(data6)){
var valid4 = true;
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
const _errs18 = errors;
if(errors === _errs18){
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
let missing1;
if((data7.url === undefined) && (missing1 = "url")){
validate60.errors = [{instancePath:instancePath+"/get_urls/" + i0,schemaPath:"#/properties/get_urls/items/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
if(data7.url !== undefined){
const _errs20 = errors;
if(typeof data7.url !== "string"){
validate60.errors = [{instancePath:instancePath+"/get_urls/" + i0+"/url",schemaPath:"#/properties/get_urls/items/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid5 = _errs20 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data7.label !== undefined){
const _errs22 = errors;
if(typeof data7.label !== "string"){
validate60.errors = [{instancePath:instancePath+"/get_urls/" + i0+"/label",schemaPath:"#/properties/get_urls/items/properties/label/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid5 = _errs22 === errors;
}
else {
var valid5 = true;
}
}
}
}
else {
validate60.errors = [{instancePath:instancePath+"/get_urls/" + i0,schemaPath:"#/properties/get_urls/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid4 = _errs18 === errors;
if(!valid4){
break;
}
}
}
else {
validate60.errors = [{instancePath:instancePath+"/get_urls",schemaPath:"#/properties/get_urls/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.key_frame_count !== undefined){
let data10 = data.key_frame_count;
const _errs24 = errors;
if(!((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10)))){
validate60.errors = [{instancePath:instancePath+"/key_frame_count",schemaPath:"#/properties/key_frame_count/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid0 = _errs24 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
else {
validate60.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate60.errors = vErrors;
return errors === 0;
}
validate60.evaluated = {"props":{"object_id":true,"ts_offset":true,"timerange":true,"last_duration":true,"sample_offset":true,"sample_count":true,"get_urls":true,"key_frame_count":true},"dynamicProps":false,"dynamicItems":false};


function validate59(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="body_POST_flows_flowId_segments" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate59.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs0 = errors;
let valid0 = false;
let passing0 = null;
const _errs1 = errors;
if(!(validate60(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate60.errors : vErrors.concat(validate60.errors);
errors = vErrors.length;
}
var _valid0 = _errs1 === errors;
if(_valid0){
valid0 = true;
passing0 = 0;
var props0 = {};
props0.object_id = true;
props0.ts_offset = true;
props0.timerange = true;
props0.last_duration = true;
props0.sample_offset = true;
props0.sample_count = true;
props0.get_urls = true;
props0.key_frame_count = true;
}
const _errs2 = errors;
if(errors === _errs2){
if(Array.isArray(data)){
var valid1 = true;
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
const _errs4 = errors;
if(!(validate60(data[i0], {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate60.errors : vErrors.concat(validate60.errors);
errors = vErrors.length;
}
var valid1 = _errs4 === errors;
if(!valid1){
break;
}
}
}
else {
const err0 = {instancePath,schemaPath:"#/oneOf/1/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
var _valid0 = _errs2 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid0 = true;
passing0 = 1;
var items0 = true;
}
}
if(!valid0){
const err1 = {instancePath,schemaPath:"#/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate59.errors = vErrors;
return false;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate59.errors = vErrors;
evaluated0.props = props0;
evaluated0.items = items0;
return errors === 0;
}
validate59.evaluated = {"dynamicProps":true,"dynamicItems":true};

export const query_DELETE_flows_flowId_segments = validate63;
const schema76 = {"type":"object","properties":{"timerange":{"default":"_","$ref":"https://contract.invalid/schemas/timerange.json"}},"$id":"query_DELETE_flows_flowId_segments"};

function validate63(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="query_DELETE_flows_flowId_segments" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate63.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.timerange !== undefined){
let data0 = data.timerange;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern10.test(data0)){
validate63.errors = [{instancePath:instancePath+"/timerange",schemaPath:"https://contract.invalid/schemas/timerange.json/pattern",keyword:"pattern",params:{pattern: "^(\\[|\\()?(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?(_(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?)?(\\]|\\))?$"},message:"must match pattern \""+"^(\\[|\\()?(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?(_(-?(0|[1-9][0-9]*):(0|[1-9][0-9]{0,8}))?)?(\\]|\\))?$"+"\""}];
return false;
}
}
else {
validate63.errors = [{instancePath:instancePath+"/timerange",schemaPath:"https://contract.invalid/schemas/timerange.json/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
}
else {
validate63.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate63.errors = vErrors;
return errors === 0;
}
validate63.evaluated = {"props":{"timerange":true},"dynamicProps":false,"dynamicItems":false};

export const body_POST_flows_flowId_storage = validate64;
const schema78 = {"$ref":"https://contract.invalid/schemas/flow-storage-post.json","$id":"body_POST_flows_flowId_storage"};
const schema79 = {"description":"How many media objects to allocate, or which: `limit` or `object_ids`, not both.","type":"object","properties":{"limit":{"description":"How many. Above 1000 it counts as 1000; below 1 is refused.","type":"integer"},"object_ids":{"description":"Their ids, up to 1000, all new to this server: 1 to 1024 bytes of UTF-8, without control characters, no leading slash and no `.` or `..` between slashes. Left out: the server makes UUIDs.","type":"array","items":{"description":"The id of an object.","type":"string"}},"storage_id":{"description":"The storage backend; left out: the default one.","type":"string","pattern":"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"}},"not":{"allOf":[{"required":["limit"]},{"required":["object_ids"]}]},"$id":"https://contract.invalid/schemas/flow-storage-post.json"};

function validate64(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="body_POST_flows_flowId_storage" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate64.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs0 = errors;
const _errs2 = errors;
const _errs3 = errors;
const _errs4 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.limit === undefined) && (missing0 = "limit")){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
var valid2 = _errs4 === errors;
if(valid2){
const _errs5 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing1;
if((data.object_ids === undefined) && (missing1 = "object_ids")){
const err1 = {};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
var valid2 = _errs5 === errors;
}
var valid1 = _errs3 === errors;
if(valid1){
validate64.errors = [{instancePath,schemaPath:"https://contract.invalid/schemas/flow-storage-post.json/not",keyword:"not",params:{},message:"must NOT be valid"}];
return false;
}
else {
errors = _errs2;
if(vErrors !== null){
if(_errs2){
vErrors.length = _errs2;
}
else {
vErrors = null;
}
}
}
if(errors === _errs0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.limit !== undefined){
let data0 = data.limit;
const _errs6 = errors;
if(!((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0)))){
validate64.errors = [{instancePath:instancePath+"/limit",schemaPath:"https://contract.invalid/schemas/flow-storage-post.json/properties/limit/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid3 = _errs6 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data.object_ids !== undefined){
let data1 = data.object_ids;
const _errs8 = errors;
if(errors === _errs8){
if(Array.isArray(data1)){
var valid4 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
const _errs10 = errors;
if(typeof data1[i0] !== "string"){
validate64.errors = [{instancePath:instancePath+"/object_ids/" + i0,schemaPath:"https://contract.invalid/schemas/flow-storage-post.json/properties/object_ids/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid4 = _errs10 === errors;
if(!valid4){
break;
}
}
}
else {
validate64.errors = [{instancePath:instancePath+"/object_ids",schemaPath:"https://contract.invalid/schemas/flow-storage-post.json/properties/object_ids/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid3 = _errs8 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data.storage_id !== undefined){
let data3 = data.storage_id;
const _errs12 = errors;
if(errors === _errs12){
if(typeof data3 === "string"){
if(!pattern4.test(data3)){
validate64.errors = [{instancePath:instancePath+"/storage_id",schemaPath:"https://contract.invalid/schemas/flow-storage-post.json/properties/storage_id/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},message:"must match pattern \""+"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"+"\""}];
return false;
}
}
else {
validate64.errors = [{instancePath:instancePath+"/storage_id",schemaPath:"https://contract.invalid/schemas/flow-storage-post.json/properties/storage_id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid3 = _errs12 === errors;
}
else {
var valid3 = true;
}
}
}
}
else {
validate64.errors = [{instancePath,schemaPath:"https://contract.invalid/schemas/flow-storage-post.json/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate64.errors = vErrors;
return errors === 0;
}
validate64.evaluated = {"props":{"limit":true,"object_ids":true,"storage_id":true},"dynamicProps":false,"dynamicItems":false};
