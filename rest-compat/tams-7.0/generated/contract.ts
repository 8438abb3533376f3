// Generated from schema/tams-7.0 by `npm run generate`: change the contract, not this file.
export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the root resources
         * @description The names of the resources that lie directly below the base path and can be listed.
         */
        get: operations["GET_root"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Headers of the root
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_root"];
        patch?: never;
        trace?: never;
    };
    "/service": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Describe the service
         * @description Name, version and abilities of this server. `event_stream_mechanisms` has an entry called `webhooks` while registrations are possible.
         */
        get: operations["GET_service"];
        put?: never;
        /**
         * Rename the service
         * @description Sets name, description, or both. What the body leaves out keeps its value; an empty string clears it.
         */
        post: operations["POST_service"];
        delete?: never;
        options?: never;
        /**
         * Headers of the service description
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_service"];
        patch?: never;
        trace?: never;
    };
    "/service/storage-backends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List storage backends
         * @description The stores that this server can put media into, the default one first. The server's configuration sets them; they cannot be changed here.
         */
        get: operations["GET_storage-backends"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Headers of the storage backends
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_storage-backends"];
        patch?: never;
        trace?: never;
    };
    "/service/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhooks
         * @description Your own registrations, in the order in which they were made; an administrator sees everybody's. Key values are secrets: they are not given back.
         */
        get: operations["GET_webhooks"];
        put?: never;
        /**
         * Register, change or remove a webhook
         * @description URL, key name and key value together identify a registration. A body with the same three replaces
         *     it, whatever else it says; another one adds a registration. An empty `events` removes it, and is
         *     answered alike if there was none.
         *
         *     Messages come as HTTP POST, in order for each registration and at least once; the key travels in the
         *     header that `api_key_name` names. Any 2xx ends a delivery; everything else is tried again, up to
         *     five times, each with ten seconds to answer. Redirects are not followed, and addresses inside
         *     private networks are refused unless the server's configuration allows them.
         */
        post: operations["POST_webhooks"];
        delete?: never;
        options?: never;
        /**
         * Headers of the webhooks
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_webhooks"];
        patch?: never;
        trace?: never;
    };
    "/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sources
         * @description Newest first. Filters add up: a source is listed if all of them hold.
         */
        get: operations["GET_sources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Headers of the sources
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_sources"];
        patch?: never;
        trace?: never;
    };
    "/sources/{sourceId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /**
         * Read a source
         * @description A source appears with the first flow that names it and goes with the last. Its label, description and tags start as those of that first flow and are then its own.
         */
        get: operations["GET_sources-sourceId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Headers of a source
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_sources-sourceId"];
        patch?: never;
        trace?: never;
    };
    "/sources/{sourceId}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /**
         * Read the tags of a source
         * @description All tags as one object; `{}` if there is none. To change tags, go to each by its name.
         */
        get: operations["GET_sources-sourceId-tags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Headers of the tags of a source
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_sources-sourceId-tags"];
        patch?: never;
        trace?: never;
    };
    "/sources/{sourceId}/tags/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the tag; percent-encode it, a slash as `%2F`. */
                name: string;
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /**
         * Read a tag of a source
         * @description The value of one tag, as a JSON string.
         */
        get: operations["GET_sources-sourceId-tags-name"];
        /**
         * Set a tag of a source
         * @description Adds the tag or gives it another value. The source counts as updated.
         */
        put: operations["PUT_sources-sourceId-tags-name"];
        post?: never;
        /**
         * Remove a tag of a source
         * @description Takes one tag away. The source counts as updated.
         */
        delete: operations["DELETE_sources-sourceId-tags-name"];
        options?: never;
        /**
         * Headers of a tag of a source
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_sources-sourceId-tags-name"];
        patch?: never;
        trace?: never;
    };
    "/sources/{sourceId}/description": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /**
         * Read the description of a source
         * @description The description as a JSON string. An empty string is a description too.
         */
        get: operations["GET_sources-sourceId-description"];
        /**
         * Set the description of a source
         * @description Gives the source this description. The source counts as updated.
         */
        put: operations["PUT_sources-sourceId-description"];
        post?: never;
        /**
         * Remove the description of a source
         * @description Takes the description away. Does nothing, and succeeds, if none is set.
         */
        delete: operations["DELETE_sources-sourceId-description"];
        options?: never;
        /**
         * Headers of the description of a source
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_sources-sourceId-description"];
        patch?: never;
        trace?: never;
    };
    "/sources/{sourceId}/label": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /**
         * Read the label of a source
         * @description The label as a JSON string. An empty string is a label too.
         */
        get: operations["GET_sources-sourceId-label"];
        /**
         * Set the label of a source
         * @description Gives the source this label. The source counts as updated.
         */
        put: operations["PUT_sources-sourceId-label"];
        post?: never;
        /**
         * Remove the label of a source
         * @description Takes the label away. Does nothing, and succeeds, if none is set.
         */
        delete: operations["DELETE_sources-sourceId-label"];
        options?: never;
        /**
         * Headers of the label of a source
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_sources-sourceId-label"];
        patch?: never;
        trace?: never;
    };
    "/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List flows
         * @description Newest first. Filters add up: a flow is listed if all of them hold. `timerange` is not among the properties here; read a single flow for it.
         */
        get: operations["GET_flows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Headers of the flows
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_flows"];
        patch?: never;
        trace?: never;
    };
    "/flows/{flowId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /**
         * Read a flow
         * @description Everything known of a flow but its segments.
         */
        get: operations["GET_flows-flowId"];
        /**
         * Create or replace a flow
         * @description Replacing is total: a property that the body leaves out is unset, and tags are not merged. Segments
         *     stay as they are. What the server keeps itself is ignored in the body: `created`,
         *     `metadata_updated`, `segments_updated`, `updated_by`, `collected_by` and `timerange`; `created_by`
         *     and `metadata_version` count only at creation.
         *
         *     The source is made along with its first flow. It has one format: a flow that comes later must share
         *     it, and a flow's own format never changes. A flow needs a `container` before media can be stored or
         *     registered for it.
         */
        put: operations["PUT_flows-flowId"];
        post?: never;
        /**
         * Delete a flow
         * @description Deletes the flow with all its segments, and its source if no other flow names it. Collections lose it as a member; its own members stay. From the answer on it is gone from every read, also while a 202 is still being worked off. Media objects go some minutes after their last segment, unless they are registered again.
         */
        delete: operations["DELETE_flows-flowId"];
        options?: never;
        /**
         * Headers of a flow
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_flows-flowId"];
        patch?: never;
        trace?: never;
    };
    "/flows/{flowId}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /**
         * Read the tags of a flow
         * @description All tags as one object; `{}` if there is none. To change tags, go to each by its name.
         */
        get: operations["GET_flows-flowId-tags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Headers of the tags of a flow
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_flows-flowId-tags"];
        patch?: never;
        trace?: never;
    };
    "/flows/{flowId}/tags/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the tag; percent-encode it, a slash as `%2F`. */
                name: string;
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /**
         * Read a tag of a flow
         * @description The value of one tag, as a JSON string.
         */
        get: operations["GET_flows-flowId-tags-name"];
        /**
         * Set a tag of a flow
         * @description Adds the tag or gives it another value. The flow gets a new `metadata_version`.
         */
        put: operations["PUT_flows-flowId-tags-name"];
        post?: never;
        /**
         * Remove a tag of a flow
         * @description Takes one tag away. The flow gets a new `metadata_version`.
         */
        delete: operations["DELETE_flows-flowId-tags-name"];
        options?: never;
        /**
         * Headers of a tag of a flow
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_flows-flowId-tags-name"];
        patch?: never;
        trace?: never;
    };
    "/flows/{flowId}/description": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /**
         * Read the description of a flow
         * @description The description as a JSON string. An empty string is a description too.
         */
        get: operations["GET_flows-flowId-description"];
        /**
         * Set the description of a flow
         * @description Gives the flow this description. The flow gets a new `metadata_version`.
         */
        put: operations["PUT_flows-flowId-description"];
        post?: never;
        /**
         * Remove the description of a flow
         * @description Takes the description away. Does nothing, and succeeds, if none is set.
         */
        delete: operations["DELETE_flows-flowId-description"];
        options?: never;
        /**
         * Headers of the description of a flow
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_flows-flowId-description"];
        patch?: never;
        trace?: never;
    };
    "/flows/{flowId}/label": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /**
         * Read the label of a flow
         * @description The label as a JSON string. An empty string is a label too.
         */
        get: operations["GET_flows-flowId-label"];
        /**
         * Set the label of a flow
         * @description Gives the flow this label. The flow gets a new `metadata_version`.
         */
        put: operations["PUT_flows-flowId-label"];
        post?: never;
        /**
         * Remove the label of a flow
         * @description Takes the label away. Does nothing, and succeeds, if none is set.
         */
        delete: operations["DELETE_flows-flowId-label"];
        options?: never;
        /**
         * Headers of the label of a flow
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_flows-flowId-label"];
        patch?: never;
        trace?: never;
    };
    "/flows/{flowId}/read_only": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /**
         * Read the read-only mark of a flow
         * @description `true` while the flow is protected. A flow that was never marked answers `false`.
         */
        get: operations["GET_flows-flowId-read-only"];
        /**
         * Set the read-only mark of a flow
         * @description Protects the flow or opens it again. While it is protected, its metadata, segments and media cannot be changed, nor can it be deleted: all of that is answered with 403. Only this operation unlocks it.
         */
        put: operations["PUT_flows-flowId-read-only"];
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Headers of the read-only mark of a flow
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_flows-flowId-read-only"];
        patch?: never;
        trace?: never;
    };
    "/flows/{flowId}/flow_collection": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /**
         * Read the collection of a flow
         * @description The flows that this one joins together, with their roles, in the order in which they were set; `[]` if it joins none.
         */
        get: operations["GET_flows-flowId-flow-collection"];
        /**
         * Set the collection of a flow
         * @description Replaces the whole collection; `[]` empties it. Members must exist already, and no flow may contain itself, not even through others. The members show it in `collected_by`.
         */
        put: operations["PUT_flows-flowId-flow-collection"];
        post?: never;
        /**
         * Remove the collection of a flow
         * @description Empties the collection. The members stay. Does nothing, and succeeds, if there is none.
         */
        delete: operations["DELETE_flows-flowId-flow-collection"];
        options?: never;
        /**
         * Headers of the collection of a flow
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_flows-flowId-flow-collection"];
        patch?: never;
        trace?: never;
    };
    "/flows/{flowId}/max_bit_rate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /**
         * Read the highest bit rate of a flow
         * @description The highest bit rate, in units of 1000 bits per second.
         */
        get: operations["GET_flows-flowId-max-bit-rate"];
        /**
         * Set the highest bit rate of a flow
         * @description Notes the highest bit rate. The server believes it; media is not measured. The flow gets a new `metadata_version`.
         */
        put: operations["PUT_flows-flowId-max-bit-rate"];
        post?: never;
        /**
         * Remove the highest bit rate of a flow
         * @description Takes the highest bit rate away. Does nothing, and succeeds, if none is set.
         */
        delete: operations["DELETE_flows-flowId-max-bit-rate"];
        options?: never;
        /**
         * Headers of the highest bit rate of a flow
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_flows-flowId-max-bit-rate"];
        patch?: never;
        trace?: never;
    };
    "/flows/{flowId}/avg_bit_rate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /**
         * Read the average bit rate of a flow
         * @description The average bit rate, in units of 1000 bits per second.
         */
        get: operations["GET_flows-flowId-avg-bit-rate"];
        /**
         * Set the average bit rate of a flow
         * @description Notes the average bit rate. The server believes it; media is not measured. The flow gets a new `metadata_version`.
         */
        put: operations["PUT_flows-flowId-avg-bit-rate"];
        post?: never;
        /**
         * Remove the average bit rate of a flow
         * @description Takes the average bit rate away. Does nothing, and succeeds, if none is set.
         */
        delete: operations["DELETE_flows-flowId-avg-bit-rate"];
        options?: never;
        /**
         * Headers of the average bit rate of a flow
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_flows-flowId-avg-bit-rate"];
        patch?: never;
        trace?: never;
    };
    "/flows/{flowId}/segments": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /**
         * List segments
         * @description The timeline of a flow in the order of time. Where nothing was registered, the list has gaps. A flow
         *     that does not exist has no segments: its list is empty, not 404.
         *
         *     `get_urls` leads to the media: first the signed URLs, valid for an hour at least, that need no
         *     credentials; then plain ones of this server, for which yours are asked; then those that came with
         *     the registration. The three URL filters choose among them; leave out what you do not need, signing
         *     takes time.
         */
        get: operations["GET_flows-flowId-segments"];
        put?: never;
        /**
         * Register segments
         * @description Puts media onto the timeline of the flow: one segment, or a list of up to 10,000, which is worked
         *     off in order. Segments of one flow never overlap, not even within one list; they may touch. The
         *     start is always inclusive, and both ends are given.
         *
         *     An object can be registered if it was allocated for this flow, if any flow uses it already, or, for
         *     media kept elsewhere, if the segment brings `get_urls`. Its bytes need not be uploaded yet.
         */
        post: operations["POST_flows-flowId-segments"];
        /**
         * Delete segments
         * @description Deletes the segments that exist now and pass both filters: all of them, if neither is given. What reaches over an edge of `timerange` stays; nothing is trimmed. To guard against slips, a query parameter that is not known here, or is given twice, is refused. Repeating it does no harm.
         */
        delete: operations["DELETE_flows-flowId-segments"];
        options?: never;
        /**
         * Headers of the segments of a flow
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_flows-flowId-segments"];
        patch?: never;
        trace?: never;
    };
    "/flows/{flowId}/storage": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get places to upload to
         * @description Allocates media objects for this flow. Upload to each `put_url` within the hour for which it is valid, with the `content-type` given beside it and no credentials; then register segments that name the objects. An object that no segment names is forgotten after a day. Once a segment does, its bytes can no longer be replaced.
         */
        post: operations["POST_flows-flowId-storage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/objects/{objectId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a media object
         * @description Which flows use the object. Paging goes through `referenced_by_flows`.
         */
        get: operations["GET_objects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Headers of a media object
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_objects"];
        patch?: never;
        trace?: never;
    };
    "/flow-delete-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deletion requests
         * @description Deletions that were answered with 202, newest first. Finished ones stay for a day. Deletions done within their request leave no entry.
         */
        get: operations["GET_flow-delete-requests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Headers of the deletion requests
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_flow-delete-requests"];
        patch?: never;
        trace?: never;
    };
    "/flow-delete-requests/{request-id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the deletion request, as in the `Location` of the 202 that started it. */
                "request-id": string;
            };
            cookie?: never;
        };
        /**
         * Follow a deletion
         * @description How far a deletion has come. It survives a restart of the server.
         */
        get: operations["GET_flow-delete-requests-request-id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Headers of a deletion request
         * @description Answers with the status and the headers of the GET at the same URL.
         */
        head: operations["HEAD_flow-delete-requests-request-id"];
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "flows/created": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A flow was created
         * @description Sent for each PUT that made a new flow, after the message of its source if that is new too.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            /** @description The message. Answer with any 2xx within ten seconds. */
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description When the change was committed.
                         */
                        event_timestamp: string;
                        /**
                         * @description Which message this is.
                         * @constant
                         */
                        event_type: "flows/created";
                        /** @description What changed. */
                        event: {
                            /** @description The flow, without its timerange. */
                            flow: components["schemas"]["flow"];
                        };
                    };
                };
            };
            responses: never;
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "flows/updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A flow was changed
         * @description Sent for each accepted write of metadata: replacing, a property, a tag, the collection, the read-only mark; also when a deleted member left the collection. Segments do not count as metadata.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            /** @description The message. Answer with any 2xx within ten seconds. */
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description When the change was committed.
                         */
                        event_timestamp: string;
                        /**
                         * @description Which message this is.
                         * @constant
                         */
                        event_type: "flows/updated";
                        /** @description What changed. */
                        event: {
                            /** @description The flow as it is after the change, without its timerange. */
                            flow: components["schemas"]["flow"];
                        };
                    };
                };
            };
            responses: never;
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "flows/deleted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A flow was deleted
         * @description Sent when the flow is gone from reads, even if clearing up goes on.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            /** @description The message. Answer with any 2xx within ten seconds. */
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description When the change was committed.
                         */
                        event_timestamp: string;
                        /**
                         * @description Which message this is.
                         * @constant
                         */
                        event_type: "flows/deleted";
                        /** @description What changed. */
                        event: {
                            /** @description The id that the flow had. */
                            flow_id: components["schemas"]["uuid"];
                        };
                    };
                };
            };
            responses: never;
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "flows/segments_added": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Segments were registered
         * @description One message for each request, with all segments that it registered. The URL options of the registration choose the URLs; signing happens at delivery.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            /** @description The message. Answer with any 2xx within ten seconds. */
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description When the change was committed.
                         */
                        event_timestamp: string;
                        /**
                         * @description Which message this is.
                         * @constant
                         */
                        event_type: "flows/segments_added";
                        /** @description What changed. */
                        event: {
                            /** @description The flow whose timeline grew. */
                            flow_id: components["schemas"]["uuid"];
                            /** @description The segments, as the listing gives them. */
                            segments: components["schemas"]["flow-segment"][];
                        };
                    };
                };
            };
            responses: never;
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "flows/segments_deleted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Segments were deleted
         * @description One message for each run of deleted segments between which none is left.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            /** @description The message. Answer with any 2xx within ten seconds. */
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description When the change was committed.
                         */
                        event_timestamp: string;
                        /**
                         * @description Which message this is.
                         * @constant
                         */
                        event_type: "flows/segments_deleted";
                        /** @description What changed. */
                        event: {
                            /** @description The flow whose timeline shrank. */
                            flow_id: components["schemas"]["uuid"];
                            /** @description From the start of the first to the end of the last deleted segment of the run. */
                            timerange: components["schemas"]["timerange"];
                        };
                    };
                };
            };
            responses: never;
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "sources/created": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A source appeared
         * @description Sent before the message of the flow that brought it.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            /** @description The message. Answer with any 2xx within ten seconds. */
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description When the change was committed.
                         */
                        event_timestamp: string;
                        /**
                         * @description Which message this is.
                         * @constant
                         */
                        event_type: "sources/created";
                        /** @description What changed. */
                        event: {
                            /** @description The source. */
                            source: components["schemas"]["source"];
                        };
                    };
                };
            };
            responses: never;
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "sources/updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A source was changed
         * @description Sent when a label, a description or a tag of the source was written.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            /** @description The message. Answer with any 2xx within ten seconds. */
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description When the change was committed.
                         */
                        event_timestamp: string;
                        /**
                         * @description Which message this is.
                         * @constant
                         */
                        event_type: "sources/updated";
                        /** @description What changed. */
                        event: {
                            /** @description The source as it is after the change. */
                            source: components["schemas"]["source"];
                        };
                    };
                };
            };
            responses: never;
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "sources/deleted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A source is gone
         * @description Sent when the last flow of the source was deleted or moved to another source.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            /** @description The message. Answer with any 2xx within ten seconds. */
            requestBody?: {
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description When the change was committed.
                         */
                        event_timestamp: string;
                        /**
                         * @description Which message this is.
                         * @constant
                         */
                        event_type: "sources/deleted";
                        /** @description What changed. */
                        event: {
                            /** @description The id that the source had. */
                            source_id: components["schemas"]["uuid"];
                        };
                    };
                };
            };
            responses: never;
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /** @description A UUID in lower case, of version 1 to 5. The server itself makes version 4. */
        uuid: string;
        /**
         * @description What kind of content: `multi` joins several flows or sources, the others are one essence.
         * @enum {string}
         */
        contentformat: "urn:x-nmos:format:video" | "urn:x-tam:format:image" | "urn:x-nmos:format:audio" | "urn:x-nmos:format:data" | "urn:x-nmos:format:multi";
        /** @description A media type, type and subtype with a slash between them. */
        mimetype: string;
        /** @description A way to hear of changes. */
        "event-stream-common": {
            /** @description Which way; `webhooks` is the one that this document describes. */
            name: string;
            /** @description Where to read more. */
            docs?: string;
            /** @description What a client has to know to use it. */
            config?: Record<string, never>;
        };
        /** @description The service. */
        service: {
            /** @description A name for people. */
            name?: string;
            /** @description More words for people. */
            description?: string;
            /** @description What kind of server this is: a URN that begins with `urn:x-tams:service`. */
            type: string;
            /** @description The version of the TAMS interface. */
            api_version: string;
            /** @description The version of this software. */
            service_version?: string;
            /** @description How clients can hear of changes. */
            event_stream_mechanisms?: components["schemas"]["event-stream-common"][];
        };
        /** @description What to change of the service. */
        "service-post": {
            /** @description Its new name; empty to clear. */
            name?: string;
            /** @description Its new description; empty to clear. */
            description?: string;
        };
        /** @description Where media is stored. */
        "storage-backend": {
            /**
             * @description How it is reached; there is one way, plain HTTP URLs.
             * @enum {string}
             */
            store_type?: "http_object_store";
            /** @description Who runs it. */
            provider?: string;
            /** @description Where it is. */
            region?: string;
            /** @description Which part of the region. */
            availability_zone?: string;
            /** @description Which product it is. */
            store_product?: string;
        };
        /** @description All storage backends. */
        "storage-backends-list": (components["schemas"]["storage-backend"] & unknown & {
            /** @description The id to ask for. */
            id?: string;
            /** @description What its URLs are labelled. */
            label?: string;
            /** @description `true` for the one that is used if none is asked for. */
            default_storage?: boolean;
        })[];
        /** @description A registration of a URL that hears of changes. All filters that are set must let a change through; `[]` lets nothing through. */
        webhook: {
            /** @description Where to send messages: an http or https URL. */
            url: string;
            /** @description The header that carries the key. */
            api_key_name?: string;
            /** @description The key: a secret, taken in and never given back. */
            api_key_value?: string;
            /** @description Which messages to send, such as `flows/created`. */
            events: string[];
            /** @description For messages about flows and segments: only these flows. */
            flow_ids?: string[];
            /** @description Only these sources, and flows of them. */
            source_ids?: string[];
            /** @description For messages about flows and segments: only members of these flows. */
            flow_collected_by_ids?: string[];
            /** @description Only members of these sources, and flows of such members. */
            source_collected_by_ids?: string[];
            /** @description For added segments: only URLs with one of these labels; `[]` for none. */
            accept_get_urls?: string[];
            /** @description For added segments: only URLs that lead to one of these storage backends; `[]` for all. */
            accept_storage_ids?: string[];
            /** @description For added segments: `true` for signed URLs only, `false` for the others only. */
            presigned?: boolean;
            /** @description For added segments: `true` to name the storage backend behind each URL. */
            verbose_storage?: boolean;
        };
        /** @description A registration of a URL that hears of changes. All filters that are set must let a change through; `[]` lets nothing through. */
        "webhook-post": {
            /** @description Where to send messages: an http or https URL. */
            url: string;
            /** @description The header that carries the key. */
            api_key_name?: string;
            /** @description The key: a secret, taken in and never given back. */
            api_key_value?: string;
            /** @description Which messages to send, such as `flows/created`. */
            events: string[];
            /** @description For messages about flows and segments: only these flows. */
            flow_ids?: string[];
            /** @description Only these sources, and flows of them. */
            source_ids?: string[];
            /** @description For messages about flows and segments: only members of these flows. */
            flow_collected_by_ids?: string[];
            /** @description Only members of these sources, and flows of such members. */
            source_collected_by_ids?: string[];
            /** @description For added segments: only URLs with one of these labels; `[]` for none. */
            accept_get_urls?: string[];
            /** @description For added segments: only URLs that lead to one of these storage backends; `[]` for all. */
            accept_storage_ids?: string[];
            /** @description For added segments: `true` for signed URLs only, `false` for the others only. */
            presigned?: boolean;
            /** @description For added segments: `true` to name the storage backend behind each URL. */
            verbose_storage?: boolean;
        };
        /** @description Free names and values, for clients to use as they like. Names are any text, values too. */
        tags: {
            [key: string]: string;
        };
        /** @description A member of a collection. */
        "collection-item": {
            /** @description The member. */
            id: string;
            /** @description What the member is in the collection, such as `video` or `commentary`. */
            role: string;
        };
        /** @description A source. */
        source: {
            /** @description The id of the source. */
            id: string;
            /**
             * Format: uri
             * @description The format of its flows.
             * @enum {string}
             */
            format: "urn:x-nmos:format:video" | "urn:x-tam:format:image" | "urn:x-nmos:format:audio" | "urn:x-nmos:format:data" | "urn:x-nmos:format:multi";
            /** @description A short name for people. */
            label?: string;
            /** @description More words for people. */
            description?: string;
            /** @description Who brought its first flow. */
            created_by?: string;
            /** @description Who last changed it. */
            updated_by?: string;
            /**
             * Format: date-time
             * @description When its first flow came.
             */
            created?: string;
            /**
             * Format: date-time
             * @description When its label, description or tags were last written.
             */
            updated?: string;
            /** @description Free names and values. */
            tags?: components["schemas"]["tags"];
            /** @description The sources whose flows are collected by flows of this one; follows from them. */
            source_collection?: components["schemas"]["collection-item"][];
            /** @description The sources that have this one in their collection. */
            collected_by?: string[];
        };
        /** @description A part of the timeline: `[0:0_10:0)` holds its start but not its end. Missing brackets are inclusive, a missing end is open, a single timestamp is that instant, `_` is everything, `()` nothing. */
        timerange: string;
        /** @description Where a member of a multi flow lies in the container that they share. Stored and given back as it is. */
        "container-mapping": {
            /** @description Its place among all tracks of the container, from 0. */
            track_index?: number;
            /** @description Its place among the tracks of the same format, from 0. */
            format_track_index?: number;
            /** @description Which channels of an audio track belong to it. */
            audio_track?: {
                /** @description The channels one by one, from 0. */
                channel_numbers?: number[];
                /** @description The first and the last channel, as in `0_1`. */
                channel_range?: string;
            };
            /** @description Its place in an MPEG transport stream. */
            mp2ts_container?: {
                /** @description The packet id (PID) of its elementary stream. */
                pid?: number;
            };
            /** @description Its place in an MXF file. */
            mxf_container?: {
                /** @description The UMID or UUID of the package. */
                package_uid?: string;
                /** @description The track in that package. */
                track_id?: number;
            };
            /** @description Its place in an MP4 or other ISO base media file. */
            isobmff_container?: {
                /** @description The `track_ID` of the track header. */
                track_id?: number;
            };
        };
        /** @description The flows that a flow joins together, in order. */
        "flow-collection": (components["schemas"]["collection-item"] & {
            /** @description Where the member lies in the collecting flow's container. */
            container_mapping?: components["schemas"]["container-mapping"];
        })[];
        /** @description What flows of every format have. */
        "flow-core": {
            /** @description The id of the flow. */
            id: string;
            /** @description The source that the flow is an encoding of. */
            source_id: string;
            /** @description A short name for people. */
            label?: string;
            /** @description More words for people. */
            description?: string;
            /** @description Who made it: as given when it was created, else the authenticated user. */
            created_by?: string;
            /** @description Who last changed the metadata; kept by the server. */
            updated_by?: string;
            /** @description Free names and values. */
            tags?: components["schemas"]["tags"];
            /** @description Changes with each write of metadata, but not with segments. Compare it for equality only. */
            metadata_version?: string;
            /** @description Counts the lossy encodings since the original, which has 0. */
            generation?: number;
            /**
             * Format: date-time
             * @description When the flow was created; kept by the server.
             */
            created?: string;
            /**
             * Format: date-time
             * @description When metadata was last written; kept by the server.
             */
            metadata_updated?: string;
            /**
             * Format: date-time
             * @description When segments were last added or deleted; kept by the server, absent until the first.
             */
            segments_updated?: string;
            /** @description `true` protects the flow against every change. */
            read_only?: boolean;
            /** @description How the essence is encoded, as a media type such as `video/h264` or `audio/aac`. */
            codec?: string;
            /** @description How the media objects are wrapped, as a media type such as `video/mp2t`. Without it the flow can have no segments. */
            container?: string;
            /** @description The average bit rate, in 1000 bit/s. */
            avg_bit_rate?: number;
            /** @description The highest bit rate, in 1000 bit/s. */
            max_bit_rate?: number;
            /** @description How long most segments are, in seconds, as a fraction. A hint; nothing is checked against it. */
            segment_duration?: {
                /** @description Above the line. */
                numerator: number;
                /**
                 * @description Below the line.
                 * @default 1
                 */
                denominator: number;
            };
            /** @description From the start of the first segment to the end of the last, whatever gaps lie between; `()` without segments. Only where it is asked for. */
            timerange?: components["schemas"]["timerange"];
            /** @description The flows that this one joins together. */
            flow_collection?: components["schemas"]["flow-collection"];
            /** @description The flows that have this one in their collection; kept by the server. */
            collected_by?: string[];
            /** @description Where this flow lies in its container, if the media objects hold more than it. */
            container_mapping?: components["schemas"]["container-mapping"];
        };
        /** @description A flow of moving pictures. */
        "flow-video": components["schemas"]["flow-core"] & {
            /**
             * @description Always video.
             * @enum {string}
             */
            format: "urn:x-nmos:format:video";
            /** @description What the pictures are like. */
            essence_parameters: {
                /** @description Frames a second, as a fraction; left out where it varies or is not known. */
                frame_rate?: {
                    /** @description Above the line. */
                    numerator: number;
                    /**
                     * @description Below the line.
                     * @default 1
                     */
                    denominator?: number;
                };
                /** @description Width in pixels. */
                frame_width: number;
                /** @description Height in pixels. */
                frame_height: number;
                /** @description Bits a component. */
                bit_depth?: number;
                /**
                 * @description Whole frames, or fields: top first, bottom first, or of one moment (segmented).
                 * @enum {string}
                 */
                interlace_mode?: "progressive" | "interlaced_tff" | "interlaced_bff" | "interlaced_psf";
                /**
                 * @description The ITU-R recommendation that sets the primaries.
                 * @enum {string}
                 */
                colorspace?: "BT601" | "BT709" | "BT2020" | "BT2100";
                /**
                 * @description Standard range, or one of the two high dynamic ranges.
                 * @enum {string}
                 */
                transfer_characteristic?: "SDR" | "HLG" | "PQ";
                /** @description Width to height, as shown. */
                aspect_ratio?: {
                    /** @description The width. */
                    numerator: number;
                    /** @description The height. */
                    denominator: number;
                };
                /** @description Width to height of one pixel. */
                pixel_aspect_ratio?: {
                    /** @description The width. */
                    numerator: number;
                    /** @description The height. */
                    denominator: number;
                };
                /**
                 * @description Luma and colour differences, or the three primaries.
                 * @enum {string}
                 */
                component_type?: "YCbCr" | "RGB";
                /** @description Luma samples for each chroma sample along a line: 2 in 4:2:0 and in 4:2:2. */
                horiz_chroma_subs?: number;
                /** @description Lines with luma for each line with chroma: 2 in 4:2:0, 1 in 4:2:2. */
                vert_chroma_subs?: number;
                /** @description How samples lie in uncompressed video. */
                unc_parameters?: {
                    /**
                     * @description The order of components: in planes, or packed as one of the named layouts.
                     * @enum {string}
                     */
                    unc_type: "planar" | "YUYV" | "UYVY" | "AYUV" | "v210" | "v216" | "RGB" | "RGBx" | "xRGB" | "BGRx" | "xBGR" | "RGBA" | "ARGB" | "BGRA" | "ABGR" | "alpha";
                };
                /** @description The H.264 parameters that a decoder checks first. */
                avc_parameters?: {
                    /** @description `profile_idc`. */
                    profile: number;
                    /** @description `level_idc`. */
                    level: number;
                    /** @description The byte of constraint flags between them. */
                    flags: number;
                };
            };
        };
        /** @description A flow of sound. */
        "flow-audio": components["schemas"]["flow-core"] & {
            /**
             * @description Always audio.
             * @enum {string}
             */
            format: "urn:x-nmos:format:audio";
            /** @description What the sound is like. */
            essence_parameters: {
                /** @description Samples a second, of each channel. */
                sample_rate: number;
                /** @description How many channels. */
                channels: number;
                /** @description Bits a sample. */
                bit_depth?: number;
                /** @description What a decoder needs beyond that. */
                codec_parameters?: {
                    /** @description Samples in a coded frame. */
                    coded_frame_size?: number;
                    /** @description The object type indication of MPEG-4. */
                    mp4_oti?: number;
                };
                /** @description How samples lie in uncompressed audio. */
                unc_parameters?: {
                    /**
                     * @description Channels interleaved sample by sample, in one block each, or in pairs.
                     * @enum {string}
                     */
                    unc_type: "interleaved" | "planar" | "pairs";
                };
            };
        };
        /** @description A flow of still images. */
        "flow-image": components["schemas"]["flow-core"] & {
            /**
             * @description Always image.
             * @enum {string}
             */
            format: "urn:x-tam:format:image";
            /** @description What the images are like. */
            essence_parameters: {
                /** @description Width in pixels. */
                frame_width: number;
                /** @description Height in pixels. */
                frame_height: number;
                /** @description Width to height, as shown. */
                aspect_ratio?: {
                    /** @description The width. */
                    numerator: number;
                    /** @description The height. */
                    denominator: number;
                };
            };
        };
        /** @description A flow of timed data, such as captions. */
        "flow-data": components["schemas"]["flow-core"] & {
            /**
             * @description Always data.
             * @enum {string}
             */
            format: "urn:x-nmos:format:data";
            /** @description What the data is like. */
            essence_parameters: {
                /** @description What kind of data, as a URN. */
                data_type?: string;
            };
        };
        /** @description A flow that joins others, often in one container. */
        "flow-multi": components["schemas"]["flow-core"] & {
            /**
             * @description Always multi.
             * @enum {string}
             */
            format: "urn:x-nmos:format:multi";
        };
        /** @description A flow; `format` tells which of the five kinds. */
        flow: components["schemas"]["flow-video"] | components["schemas"]["flow-audio"] | components["schemas"]["flow-image"] | components["schemas"]["flow-data"] | components["schemas"]["flow-multi"];
        /** @description Why something was refused or failed. */
        error: {
            /** @description A short name for programs, such as `FlowReadOnly`; it does not change between releases. */
            type: string;
            /** @description One sentence for people. */
            summary: string;
            /** @description Never sent by this server. */
            traceback?: string[];
            /**
             * Format: date-time
             * @description When it happened.
             */
            time: string;
        };
        /** @description A deletion that goes on after its request was answered. */
        "deletion-request": {
            /** @description The id of the deletion request. */
            id: string;
            /** @description The flow that loses segments. */
            flow_id: string;
            /** @description What is deleted: the range asked for, or all that the flow spanned when it was asked. */
            timerange_to_delete: components["schemas"]["timerange"];
            /** @description What is still to be cleared up; `()` at the end. */
            timerange_remaining?: components["schemas"]["timerange"];
            /** @description `true` if the flow itself was deleted, `false` if segments only. */
            delete_flow: boolean;
            /**
             * Format: date-time
             * @description When it was accepted.
             */
            created?: string;
            /** @description Who asked for it. */
            created_by?: string;
            /**
             * Format: date-time
             * @description When this report last changed.
             */
            updated?: string;
            /**
             * Format: date-time
             * @description When this report will be forgotten; only finished ones are.
             */
            expiry?: string;
            /**
             * @description `created`, then `started`, then `done`; `error` if it failed for good.
             * @enum {string}
             */
            status: "created" | "started" | "done" | "error";
            /** @description Why it failed. */
            error?: components["schemas"]["error"];
        };
        /** @description A time, or a length of time, as `seconds:nanoseconds`; a sign applies to both parts. */
        timestamp: string;
        /** @description A segment of a flow. */
        "flow-segment": {
            /** @description The media object that holds the essence. */
            object_id: string;
            /** @description What to add to a time inside the media object to get its place on the timeline. Always given; `0:0` if none was registered. */
            ts_offset?: components["schemas"]["timestamp"];
            /** @description Where the segment lies on the timeline of the flow. */
            timerange: components["schemas"]["timerange"];
            /** @description How long the last sample lasts, where the distance between samples does not tell. */
            last_duration?: components["schemas"]["timestamp"];
            /** @description How many samples to skip at the start of the object. */
            sample_offset?: number;
            /** @description How many samples of the object belong to the segment; left out: all after the skipped ones. */
            sample_count?: number;
            /** @description Where to get the media, best first; `[]` if the filters left nothing. */
            get_urls?: (components["schemas"]["storage-backend"] & {
                /** @description The storage backend that it leads to; only with `verbose_storage`. */
                storage_id?: string;
                /** @description Where to get the object. A signed one is a secret. */
                url: string;
                /** @description `true` if it works without credentials. */
                presigned?: boolean;
                /** @description The label of the storage backend, or the one that came with the registration. */
                label?: string;
                /** @description `true` if this server keeps the media and deletes it when it is no longer used; only with `verbose_storage`. */
                controlled?: boolean;
            })[];
            /** @description How many frames can be decoded without any other. */
            key_frame_count?: number;
        };
        /** @description A segment to register. */
        "flow-segment-post": {
            /** @description The media object that holds the essence. */
            object_id: string;
            /** @description What to add to a time inside the media object to get its place on the timeline; it may be negative. */
            ts_offset?: components["schemas"]["timestamp"];
            /** @description Where the segment lies on the timeline of the flow; start inclusive, both ends given. */
            timerange: components["schemas"]["timerange"];
            /** @description How long the last sample lasts, where the distance between samples does not tell. */
            last_duration?: components["schemas"]["timestamp"];
            /** @description How many samples to skip at the start of the object. */
            sample_offset?: number;
            /** @description How many samples of the object belong to the segment; left out: all after the skipped ones. */
            sample_count?: number;
            /** @description Where the media can be had, for objects that this server does not keep. Its own URLs are not given here. */
            get_urls?: {
                /** @description An absolute http or https URL. */
                url: string;
                /** @description A name to choose it by; not that of a storage backend. */
                label?: string;
            }[];
            /** @description How many frames can be decoded without any other. */
            key_frame_count?: number;
        };
        /** @description What a list of segments was refused for. */
        "flow-segment-bulk-failure": {
            /** @description Those that were refused, in the order of the list. */
            failed_segments: {
                /** @description Its object. */
                object_id: string;
                /** @description Its place on the timeline, as it was sent. */
                timerange?: components["schemas"]["timerange"];
                /** @description Why. */
                error?: components["schemas"]["error"];
            }[];
        };
        /** @description How many media objects to allocate, or which: `limit` or `object_ids`, not both. */
        "flow-storage-post": {
            /** @description How many. Above 1000 it counts as 1000; below 1 is refused. */
            limit?: number;
            /** @description Their ids, up to 1000, all new to this server: 1 to 1024 bytes of UTF-8, without control characters, no leading slash and no `.` or `..` between slashes. Left out: the server makes UUIDs. */
            object_ids?: string[];
            /** @description The storage backend; left out: the default one. */
            storage_id?: string;
        };
        /** @description An HTTP request to make. */
        "http-request": {
            /** @description Its URL. A signed one is a secret. */
            url: string;
            /** @description What to send. */
            body?: string;
            /** @description Which `Content-Type` to send; another is refused. */
            "content-type"?: string;
            /** @description Further headers to send. */
            headers?: {
                [key: string]: string;
            };
        } & {
            [key: string]: unknown;
        };
        /** @description Places to upload to. */
        "flow-storage": {
            /** @description Never sent by this server: nothing has to be done before uploading. */
            pre?: {
                /**
                 * @description What to do first.
                 * @enum {string}
                 */
                action: "create_bucket";
                /** @description The bucket to make. */
                bucket_id?: string;
                /** @description How to make it. */
                put_url?: components["schemas"]["http-request"];
                /** @description How to open it to browsers. */
                put_cors_url?: components["schemas"]["http-request"];
            }[];
            /** @description The allocated objects. */
            media_objects?: {
                /** @description The id to register. */
                object_id: string;
                /** @description How to upload: HTTP PUT of the bytes. */
                put_url: components["schemas"]["http-request"];
                /** @description Never sent by this server. */
                put_cors_url?: components["schemas"]["http-request"];
            }[];
        };
        /** @description A media object. */
        object: {
            /** @description The id of the object. */
            id: string;
            /** @description The flows with a segment that uses it, each once. */
            referenced_by_flows: string[];
            /** @description The flow that used it first, even if it does no longer. */
            first_referenced_by_flow?: string;
        };
        /** @description Deletion requests, newest first. */
        "deletion-requests-list": components["schemas"]["deletion-request"][];
    };
    responses: {
        /** @description The list exists. The headers are those of GET; there is no body. */
        trait_resource_listing_head_200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": string;
            };
        };
        /** @description It exists. The headers are those of GET; there is no body. */
        trait_resource_info_head_200: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": string;
            };
        };
        /** @description A query parameter has no valid value. There is no body. */
        trait_resource_info_head_400: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description GET would not find it either. There is no body. */
        trait_resource_info_head_404: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
    };
    parameters: {
        /** @description How many at most, from 1. Above 1000 it counts as 1000; `X-Paging-Limit` tells what was applied. Left out: 100, or 1000 for the flows of an object. */
        trait_paged_limit: number;
        /** @description Where to go on: `X-Paging-NextKey` of the page before, and nothing else. Filters may change between pages, the list may not. */
        trait_resource_paged_key: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    GET_root: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Names, each to be put behind the base path. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       "service",
                     *       "flows",
                     *       "sources",
                     *       "flow-delete-requests"
                     *     ]
                     */
                    "application/json": unknown;
                };
            };
        };
    };
    HEAD_root: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_listing_head_200"];
        };
    };
    GET_service: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The description of the service. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "urn:x-tams:service",
                     *       "api_version": "7.0",
                     *       "service_version": "0.1.0",
                     *       "name": "Newsroom",
                     *       "event_stream_mechanisms": [
                     *         {
                     *           "name": "webhooks"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["service"];
                };
            };
        };
    };
    POST_service: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The new values. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Newsroom",
                 *       "description": ""
                 *     }
                 */
                "application/json": components["schemas"]["service-post"];
            };
        };
        responses: {
            /** @description Set. There is no body. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not an object with text for `name` and `description`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    HEAD_service: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_listing_head_200"];
        };
    };
    "GET_storage-backends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All storage backends, on one page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": "2f6a1c7e-9d0b-4b53-8a54-0c9a6b7d1e20",
                     *         "store_type": "http_object_store",
                     *         "provider": "tams-graph",
                     *         "store_product": "embedded file store",
                     *         "label": "embedded",
                     *         "default_storage": true
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["storage-backends-list"];
                };
            };
        };
    };
    "HEAD_storage-backends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_listing_head_200"];
        };
    };
    GET_webhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The registrations, on one page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "url": "https://listener.example.org/tams",
                     *         "api_key_name": "X-Hook-Key",
                     *         "events": [
                     *           "flows/created",
                     *           "flows/deleted"
                     *         ]
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["webhook"][];
                };
            };
            /** @description This server has webhooks switched off. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    POST_webhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The registration. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://listener.example.org/tams",
                 *       "api_key_name": "X-Hook-Key",
                 *       "api_key_value": "correct-horse",
                 *       "events": [
                 *         "flows/segments_added"
                 *       ],
                 *       "source_ids": [
                 *         "8d3d5b0a-6c39-4e5c-9b5e-51d5a9d0c1f4"
                 *       ],
                 *       "presigned": true
                 *     }
                 */
                "application/json": components["schemas"]["webhook-post"];
            };
        };
        responses: {
            /** @description Registered, or replaced. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description There is no such registration any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something in the body is invalid: the URL, an event name, an id, half a key, or a header name that may not be set. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description This server has webhooks switched off. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    HEAD_webhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_listing_head_200"];
            /** @description This server has webhooks switched off. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    GET_sources: {
        parameters: {
            query?: {
                /** @description Only those with exactly this label; upper and lower case differ. */
                label?: string;
                /** @description Only those whose tag `{name}` has exactly this value. Use it several times, with other names, to ask for all of them; `{name}` may hold dots. */
                "tag.{name}"?: string;
                /** @description `true`: only those that have a tag `{name}`, whatever its value; `false`: only those without it. */
                "tag_exists.{name}"?: boolean;
                /** @description Only those of this format. */
                format?: components["schemas"]["contentformat"];
                /** @description Where to go on: `X-Paging-NextKey` of the page before, and nothing else. Filters may change between pages, the list may not. */
                page?: components["parameters"]["trait_resource_paged_key"];
                /** @description How many at most, from 1. Above 1000 it counts as 1000; `X-Paging-Limit` tells what was applied. Left out: 100, or 1000 for the flows of an object. */
                limit?: components["parameters"]["trait_paged_limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of sources. */
            200: {
                headers: {
                    /** @description The absolute URL of the next page, as `<URL>; rel="next"`. Absent on the last page. */
                    Link?: string;
                    /** @description How many items a page may have, after lowering. */
                    "X-Paging-Limit"?: number;
                    /** @description What to give as `page` for the next page. Absent on the last page. */
                    "X-Paging-NextKey"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": "8d3d5b0a-6c39-4e5c-9b5e-51d5a9d0c1f4",
                     *         "format": "urn:x-nmos:format:video",
                     *         "label": "Studio A, camera 2",
                     *         "tags": {
                     *           "programme": "morning"
                     *         },
                     *         "created": "2026-03-01T08:00:00.000Z",
                     *         "updated": "2026-03-01T08:00:00.000Z"
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["source"][];
                };
            };
            /** @description A filter, `limit` or `page` has no valid value. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    HEAD_sources: {
        parameters: {
            query?: {
                /** @description Only those with exactly this label; upper and lower case differ. */
                label?: string;
                /** @description Only those whose tag `{name}` has exactly this value. Use it several times, with other names, to ask for all of them; `{name}` may hold dots. */
                "tag.{name}"?: string;
                /** @description `true`: only those that have a tag `{name}`, whatever its value; `false`: only those without it. */
                "tag_exists.{name}"?: boolean;
                /** @description Only those of this format. */
                format?: components["schemas"]["contentformat"];
                /** @description Where to go on: `X-Paging-NextKey` of the page before, and nothing else. Filters may change between pages, the list may not. */
                page?: components["parameters"]["trait_resource_paged_key"];
                /** @description How many at most, from 1. Above 1000 it counts as 1000; `X-Paging-Limit` tells what was applied. Left out: 100, or 1000 for the flows of an object. */
                limit?: components["parameters"]["trait_paged_limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The headers of GET; there is no body. */
            200: {
                headers: {
                    /** @description The absolute URL of the next page, as `<URL>; rel="next"`. Absent on the last page. */
                    Link?: string;
                    /** @description How many items a page may have, after lowering. */
                    "X-Paging-Limit"?: number;
                    /** @description What to give as `page` for the next page. Absent on the last page. */
                    "X-Paging-NextKey"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            400: components["responses"]["trait_resource_info_head_400"];
        };
    };
    "GET_sources-sourceId": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The source. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["source"];
                };
            };
            /** @description No source has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "HEAD_sources-sourceId": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_info_head_200"];
            404: components["responses"]["trait_resource_info_head_404"];
        };
    };
    "GET_sources-sourceId-tags": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Names and values. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "programme": "morning",
                     *       "qc.passed": "yes"
                     *     }
                     */
                    "application/json": components["schemas"]["tags"];
                };
            };
            /** @description No source has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "HEAD_sources-sourceId-tags": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_listing_head_200"];
            /** @description No source has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "GET_sources-sourceId-tags-name": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the tag; percent-encode it, a slash as `%2F`. */
                name: string;
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The value of the tag. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example morning */
                    "application/json": string;
                };
            };
            /** @description There is no such source, or it has no such tag. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "PUT_sources-sourceId-tags-name": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the tag; percent-encode it, a slash as `%2F`. */
                name: string;
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /** @description The value of the tag. */
        requestBody: {
            content: {
                /** @example morning */
                "application/json": string;
            };
        };
        responses: {
            /** @description Set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not a JSON string. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No source has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "DELETE_sources-sourceId-tags-name": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the tag; percent-encode it, a slash as `%2F`. */
                name: string;
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tag is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description There is no such source, or it has no such tag. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "HEAD_sources-sourceId-tags-name": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the tag; percent-encode it, a slash as `%2F`. */
                name: string;
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_info_head_200"];
            /** @description There is no such source, or it has no such tag. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "GET_sources-sourceId-description": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The description. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example Wide shot from the gantry */
                    "application/json": string;
                };
            };
            /** @description There is no such source, or its description is not set. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "PUT_sources-sourceId-description": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /** @description The description. */
        requestBody: {
            content: {
                /** @example Wide shot from the gantry */
                "application/json": string;
            };
        };
        responses: {
            /** @description Set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not a JSON string. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No source has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "DELETE_sources-sourceId-description": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has no value any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No source has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "HEAD_sources-sourceId-description": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_info_head_200"];
            404: components["responses"]["trait_resource_info_head_404"];
        };
    };
    "GET_sources-sourceId-label": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The label. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example Studio A, camera 2 */
                    "application/json": string;
                };
            };
            /** @description There is no such source, or its label is not set. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "PUT_sources-sourceId-label": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /** @description The label. */
        requestBody: {
            content: {
                /** @example Studio A, camera 2 */
                "application/json": string;
            };
        };
        responses: {
            /** @description Set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not a JSON string. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No source has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "DELETE_sources-sourceId-label": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has no value any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No source has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "HEAD_sources-sourceId-label": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the source. */
                sourceId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_info_head_200"];
            /** @description There is no such source, or its label is not set. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    GET_flows: {
        parameters: {
            query?: {
                /** @description Only flows of this source. One that does not exist gives an empty list. */
                source_id?: components["schemas"]["uuid"];
                /** @description Only flows with a segment that overlaps this range. `()`: only flows without segments. `_`: all flows, empty ones too. */
                timerange?: components["schemas"]["timerange"];
                /** @description Only those of this format. */
                format?: components["schemas"]["contentformat"];
                /** @description Only flows with exactly this codec, such as `video/h264`. */
                codec?: components["schemas"]["mimetype"];
                /** @description Only those with exactly this label; upper and lower case differ. */
                label?: string;
                /** @description Only those whose tag `{name}` has exactly this value. Use it several times, with other names, to ask for all of them; `{name}` may hold dots. */
                "tag.{name}"?: string;
                /** @description `true`: only those that have a tag `{name}`, whatever its value; `false`: only those without it. */
                "tag_exists.{name}"?: boolean;
                /** @description Only flows, video or image, of this width in pixels. */
                frame_width?: number;
                /** @description Only flows, video or image, of this height in pixels. */
                frame_height?: number;
                /** @description Where to go on: `X-Paging-NextKey` of the page before, and nothing else. Filters may change between pages, the list may not. */
                page?: components["parameters"]["trait_resource_paged_key"];
                /** @description How many at most, from 1. Above 1000 it counts as 1000; `X-Paging-Limit` tells what was applied. Left out: 100, or 1000 for the flows of an object. */
                limit?: components["parameters"]["trait_paged_limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of flows. */
            200: {
                headers: {
                    /** @description The absolute URL of the next page, as `<URL>; rel="next"`. Absent on the last page. */
                    Link?: string;
                    /** @description How many items a page may have, after lowering. */
                    "X-Paging-Limit"?: number;
                    /** @description What to give as `page` for the next page. Absent on the last page. */
                    "X-Paging-NextKey"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": "b7c1a1de-3c52-4f0a-8a77-0e6f2d4c9a11",
                     *         "source_id": "8d3d5b0a-6c39-4e5c-9b5e-51d5a9d0c1f4",
                     *         "label": "Studio A, camera 2, proxy",
                     *         "format": "urn:x-nmos:format:video",
                     *         "codec": "video/h264",
                     *         "container": "video/mp2t",
                     *         "avg_bit_rate": 1500,
                     *         "essence_parameters": {
                     *           "frame_rate": {
                     *             "numerator": 50
                     *           },
                     *           "frame_width": 960,
                     *           "frame_height": 540
                     *         },
                     *         "tags": {
                     *           "programme": "morning"
                     *         },
                     *         "created": "2026-03-01T08:00:00.000Z",
                     *         "metadata_updated": "2026-03-01T08:00:00.000Z",
                     *         "created_by": "ingest-1",
                     *         "updated_by": "ingest-1",
                     *         "metadata_version": "5d1c4c1e"
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["flow"][];
                };
            };
            /** @description A filter, `limit` or `page` has no valid value. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    HEAD_flows: {
        parameters: {
            query?: {
                /** @description Only flows of this source. One that does not exist gives an empty list. */
                source_id?: components["schemas"]["uuid"];
                /** @description Only flows with a segment that overlaps this range. `()`: only flows without segments. `_`: all flows, empty ones too. */
                timerange?: components["schemas"]["timerange"];
                /** @description Only those of this format. */
                format?: components["schemas"]["contentformat"];
                /** @description Only flows with exactly this codec, such as `video/h264`. */
                codec?: components["schemas"]["mimetype"];
                /** @description Only those with exactly this label; upper and lower case differ. */
                label?: string;
                /** @description Only those whose tag `{name}` has exactly this value. Use it several times, with other names, to ask for all of them; `{name}` may hold dots. */
                "tag.{name}"?: string;
                /** @description `true`: only those that have a tag `{name}`, whatever its value; `false`: only those without it. */
                "tag_exists.{name}"?: boolean;
                /** @description Only flows, video or image, of this width in pixels. */
                frame_width?: number;
                /** @description Only flows, video or image, of this height in pixels. */
                frame_height?: number;
                /** @description Where to go on: `X-Paging-NextKey` of the page before, and nothing else. Filters may change between pages, the list may not. */
                page?: components["parameters"]["trait_resource_paged_key"];
                /** @description How many at most, from 1. Above 1000 it counts as 1000; `X-Paging-Limit` tells what was applied. Left out: 100, or 1000 for the flows of an object. */
                limit?: components["parameters"]["trait_paged_limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The headers of GET; there is no body. */
            200: {
                headers: {
                    /** @description The absolute URL of the next page, as `<URL>; rel="next"`. Absent on the last page. */
                    Link?: string;
                    /** @description How many items a page may have, after lowering. */
                    "X-Paging-Limit"?: number;
                    /** @description What to give as `page` for the next page. Absent on the last page. */
                    "X-Paging-NextKey"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description A query parameter has no valid value. There is no body. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "GET_flows-flowId": {
        parameters: {
            query?: {
                /** @description `true`: add `timerange`, from the start of the first segment to the end of the last. */
                include_timerange?: boolean;
                /** @description With `include_timerange=true`: span only what lies in this range. Gaps at its ends are left out, and `()` tells that nothing lies in it. */
                timerange?: components["schemas"]["timerange"];
            };
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The flow. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "b7c1a1de-3c52-4f0a-8a77-0e6f2d4c9a11",
                     *       "source_id": "8d3d5b0a-6c39-4e5c-9b5e-51d5a9d0c1f4",
                     *       "label": "Studio A, camera 2, proxy",
                     *       "format": "urn:x-nmos:format:video",
                     *       "codec": "video/h264",
                     *       "container": "video/mp2t",
                     *       "avg_bit_rate": 1500,
                     *       "essence_parameters": {
                     *         "frame_rate": {
                     *           "numerator": 50
                     *         },
                     *         "frame_width": 960,
                     *         "frame_height": 540
                     *       },
                     *       "tags": {
                     *         "programme": "morning"
                     *       },
                     *       "created": "2026-03-01T08:00:00.000Z",
                     *       "metadata_updated": "2026-03-01T08:00:00.000Z",
                     *       "created_by": "ingest-1",
                     *       "updated_by": "ingest-1",
                     *       "metadata_version": "5d1c4c1e",
                     *       "segments_updated": "2026-03-01T08:05:00.000Z",
                     *       "timerange": "[0:0_300:0)"
                     *     }
                     */
                    "application/json": components["schemas"]["flow"];
                };
            };
            /** @description `timerange` or `include_timerange` has no valid value. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "PUT_flows-flowId": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /** @description The whole flow. Its `id` is that of the path. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "b7c1a1de-3c52-4f0a-8a77-0e6f2d4c9a11",
                 *       "source_id": "8d3d5b0a-6c39-4e5c-9b5e-51d5a9d0c1f4",
                 *       "label": "Studio A, camera 2, proxy",
                 *       "format": "urn:x-nmos:format:video",
                 *       "codec": "video/h264",
                 *       "container": "video/mp2t",
                 *       "avg_bit_rate": 1500,
                 *       "essence_parameters": {
                 *         "frame_rate": {
                 *           "numerator": 50
                 *         },
                 *         "frame_width": 960,
                 *         "frame_height": 540
                 *       },
                 *       "tags": {
                 *         "programme": "morning"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["flow"];
            };
        };
        responses: {
            /** @description Created; the flow as stored. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "b7c1a1de-3c52-4f0a-8a77-0e6f2d4c9a11",
                     *       "source_id": "8d3d5b0a-6c39-4e5c-9b5e-51d5a9d0c1f4",
                     *       "label": "Studio A, camera 2, proxy",
                     *       "format": "urn:x-nmos:format:video",
                     *       "codec": "video/h264",
                     *       "container": "video/mp2t",
                     *       "avg_bit_rate": 1500,
                     *       "essence_parameters": {
                     *         "frame_rate": {
                     *           "numerator": 50
                     *         },
                     *         "frame_width": 960,
                     *         "frame_height": 540
                     *       },
                     *       "tags": {
                     *         "programme": "morning"
                     *       },
                     *       "created": "2026-03-01T08:00:00.000Z",
                     *       "metadata_updated": "2026-03-01T08:00:00.000Z",
                     *       "created_by": "ingest-1",
                     *       "updated_by": "ingest-1",
                     *       "metadata_version": "5d1c4c1e"
                     *     }
                     */
                    "application/json": components["schemas"]["flow"];
                };
            };
            /** @description Replaced. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body breaks the schema of its format, changes the format, disagrees with the source, or has a collection that cannot be. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The flow is read-only. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path has no valid id, or another than the body. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "DELETE_flows-flowId": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Very many segments are concerned (more than 10,000, unless configured otherwise): clearing up goes on, and the deletion request tells how far. */
            202: {
                headers: {
                    /** @description The absolute URL of the deletion request. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0c3b8f52-6f7a-4d0e-9c4b-2a1d3e5f7a90",
                     *       "flow_id": "b7c1a1de-3c52-4f0a-8a77-0e6f2d4c9a11",
                     *       "timerange_to_delete": "[0:0_86400:0)",
                     *       "timerange_remaining": "[36000:0_86400:0)",
                     *       "delete_flow": true,
                     *       "status": "started",
                     *       "created": "2026-03-02T10:00:00.000Z",
                     *       "created_by": "archivist",
                     *       "updated": "2026-03-02T10:00:04.000Z",
                     *       "expiry": "2026-03-03T10:00:04.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["deletion-request"];
                };
            };
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The flow is read-only. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "HEAD_flows-flowId": {
        parameters: {
            query?: {
                /** @description `true`: add `timerange`, from the start of the first segment to the end of the last. */
                include_timerange?: boolean;
                /** @description With `include_timerange=true`: span only what lies in this range. Gaps at its ends are left out, and `()` tells that nothing lies in it. */
                timerange?: components["schemas"]["timerange"];
            };
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_info_head_200"];
            /** @description A query parameter has no valid value. There is no body. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["trait_resource_info_head_404"];
        };
    };
    "GET_flows-flowId-tags": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Names and values. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "programme": "morning",
                     *       "qc.passed": "yes"
                     *     }
                     */
                    "application/json": components["schemas"]["tags"];
                };
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "HEAD_flows-flowId-tags": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_listing_head_200"];
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "GET_flows-flowId-tags-name": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the tag; percent-encode it, a slash as `%2F`. */
                name: string;
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The value of the tag. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example morning */
                    "application/json": string;
                };
            };
            /** @description There is no such flow, or it has no such tag. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "PUT_flows-flowId-tags-name": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the tag; percent-encode it, a slash as `%2F`. */
                name: string;
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /** @description The value of the tag. */
        requestBody: {
            content: {
                /** @example morning */
                "application/json": string;
            };
        };
        responses: {
            /** @description Set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not a JSON string. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The flow is read-only. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "DELETE_flows-flowId-tags-name": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the tag; percent-encode it, a slash as `%2F`. */
                name: string;
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tag is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The flow is read-only. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description There is no such flow, or it has no such tag. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "HEAD_flows-flowId-tags-name": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the tag; percent-encode it, a slash as `%2F`. */
                name: string;
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_info_head_200"];
            /** @description There is no such flow, or it has no such tag. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "GET_flows-flowId-description": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The description. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example Wide shot from the gantry */
                    "application/json": string;
                };
            };
            /** @description There is no such flow, or its description is not set. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "PUT_flows-flowId-description": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /** @description The description. */
        requestBody: {
            content: {
                /** @example Wide shot from the gantry */
                "application/json": string;
            };
        };
        responses: {
            /** @description Set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not a JSON string. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The flow is read-only. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "DELETE_flows-flowId-description": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has no value any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The flow is read-only. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "HEAD_flows-flowId-description": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_info_head_200"];
            404: components["responses"]["trait_resource_info_head_404"];
        };
    };
    "GET_flows-flowId-label": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The label. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example Studio A, camera 2 */
                    "application/json": string;
                };
            };
            /** @description There is no such flow, or its label is not set. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "PUT_flows-flowId-label": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /** @description The label. */
        requestBody: {
            content: {
                /** @example Studio A, camera 2 */
                "application/json": string;
            };
        };
        responses: {
            /** @description Set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not a JSON string. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The flow is read-only. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "DELETE_flows-flowId-label": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has no value any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The flow is read-only. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "HEAD_flows-flowId-label": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_info_head_200"];
            /** @description There is no such flow, or its label is not set. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "GET_flows-flowId-read-only": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the flow is read-only. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example true */
                    "application/json": boolean;
                };
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "PUT_flows-flowId-read-only": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /** @description Whether the flow is read-only. */
        requestBody: {
            content: {
                /** @example true */
                "application/json": boolean;
            };
        };
        responses: {
            /** @description Set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not `true` or `false`. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "HEAD_flows-flowId-read-only": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_info_head_200"];
            404: components["responses"]["trait_resource_info_head_404"];
        };
    };
    "GET_flows-flowId-flow-collection": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The members of the collection. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": "b7c1a1de-3c52-4f0a-8a77-0e6f2d4c9a11",
                     *         "role": "video"
                     *       },
                     *       {
                     *         "id": "f2d9a7c4-5b1e-4d38-9c60-7a8b9c0d1e2f",
                     *         "role": "audio",
                     *         "container_mapping": {
                     *           "track_index": 1
                     *         }
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["flow-collection"];
                };
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "PUT_flows-flowId-flow-collection": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /** @description The members of the collection. */
        requestBody: {
            content: {
                /**
                 * @example [
                 *       {
                 *         "id": "b7c1a1de-3c52-4f0a-8a77-0e6f2d4c9a11",
                 *         "role": "video"
                 *       },
                 *       {
                 *         "id": "f2d9a7c4-5b1e-4d38-9c60-7a8b9c0d1e2f",
                 *         "role": "audio",
                 *         "container_mapping": {
                 *           "track_index": 1
                 *         }
                 *       }
                 *     ]
                 */
                "application/json": components["schemas"]["flow-collection"];
            };
        };
        responses: {
            /** @description Set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body breaks its schema, names a flow that does not exist, or makes the flow contain itself. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The flow is read-only. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "DELETE_flows-flowId-flow-collection": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The flow collects nothing any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The flow is read-only. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "HEAD_flows-flowId-flow-collection": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_info_head_200"];
            404: components["responses"]["trait_resource_info_head_404"];
        };
    };
    "GET_flows-flowId-max-bit-rate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The highest bit rate, in 1000 bit/s. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example 12000 */
                    "application/json": number;
                };
            };
            /** @description There is no such flow, or its highest bit rate is not set. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "PUT_flows-flowId-max-bit-rate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /** @description The highest bit rate, in 1000 bit/s. */
        requestBody: {
            content: {
                /** @example 12000 */
                "application/json": number;
            };
        };
        responses: {
            /** @description Set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not an integer from 0. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The flow is read-only. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "DELETE_flows-flowId-max-bit-rate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has no value any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The flow is read-only. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "HEAD_flows-flowId-max-bit-rate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_info_head_200"];
            404: components["responses"]["trait_resource_info_head_404"];
        };
    };
    "GET_flows-flowId-avg-bit-rate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The average bit rate, in 1000 bit/s. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example 8000 */
                    "application/json": number;
                };
            };
            /** @description There is no such flow, or its average bit rate is not set. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "PUT_flows-flowId-avg-bit-rate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /** @description The average bit rate, in 1000 bit/s. */
        requestBody: {
            content: {
                /** @example 8000 */
                "application/json": number;
            };
        };
        responses: {
            /** @description Set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not an integer from 0. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The flow is read-only. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "DELETE_flows-flowId-avg-bit-rate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has no value any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The flow is read-only. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "HEAD_flows-flowId-avg-bit-rate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_info_head_200"];
            404: components["responses"]["trait_resource_info_head_404"];
        };
    };
    "GET_flows-flowId-segments": {
        parameters: {
            query?: {
                /** @description Only segments whose media is in this object. */
                object_id?: string;
                /** @description Only segments that overlap this range; each is given whole. Left out: all of them. `timerange=` without a value is the empty range, which nothing overlaps. */
                timerange?: components["schemas"]["timerange"];
                /** @description `true`: latest segments first. */
                reverse_order?: boolean;
                /** @description `true`: say of each URL which storage backend it leads to, and whether this server controls it. */
                verbose_storage?: boolean;
                /** @description Labels, separated by commas: only URLs with one of them. An empty value asks for no URLs at all, which is fastest. Segments are never left out by it. */
                accept_get_urls?: string;
                /** @description Ids of storage backends, separated by commas: only URLs that lead to one of them. An empty value, or leaving it out, asks for all. */
                accept_storage_ids?: string;
                /** @description `true`: only URLs that work without credentials; `false`: only the others. Left out: both kinds. */
                presigned?: boolean;
                /** @description Where to go on: `X-Paging-NextKey` of the page before, and nothing else. Filters may change between pages, the list may not. */
                page?: components["parameters"]["trait_resource_paged_key"];
                /** @description How many at most, from 1. Above 1000 it counts as 1000; `X-Paging-Limit` tells what was applied. Left out: 100, or 1000 for the flows of an object. */
                limit?: components["parameters"]["trait_paged_limit"];
            };
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of segments. */
            200: {
                headers: {
                    /** @description The absolute URL of the next page, as `<URL>; rel="next"`. Absent on the last page. */
                    Link?: string;
                    /** @description How many items a page may have, after lowering. */
                    "X-Paging-Limit"?: number;
                    /** @description From the start of the earliest segment on this page to the end of the latest; `()` if there is none. */
                    "X-Paging-Timerange"?: components["schemas"]["timerange"];
                    /** @description How many segments this page has. */
                    "X-Paging-Count"?: number;
                    /** @description `true` if the latest segments come first, else `false`. */
                    "X-Paging-Reverse-Order"?: boolean;
                    /** @description What to give as `page` for the next page. Absent on the last page. */
                    "X-Paging-NextKey"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "object_id": "6b0d3c9e-41f7-4a6b-8c2d-9e5f7a1b3c4d",
                     *         "timerange": "[10:0_20:0)",
                     *         "ts_offset": "0:0",
                     *         "get_urls": [
                     *           {
                     *             "label": "embedded",
                     *             "url": "https://media.example.org/o/6b0d3c9e?signature=4f1a",
                     *             "presigned": true
                     *           }
                     *         ]
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["flow-segment"][];
                };
            };
            /** @description A filter, `limit` or `page` has no valid value. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path has no valid id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "POST_flows-flowId-segments": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /** @description One segment, or a list of them. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "object_id": "6b0d3c9e-41f7-4a6b-8c2d-9e5f7a1b3c4d",
                 *       "timerange": "[10:0_20:0)"
                 *     }
                 */
                "application/json": components["schemas"]["flow-segment-post"] | components["schemas"]["flow-segment-post"][];
            };
        };
        responses: {
            /** @description A list of which some, or all, were refused; the others are registered. Each refused one is named with its reason, in the order of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "failed_segments": [
                     *         {
                     *           "object_id": "6b0d3c9e-41f7-4a6b-8c2d-9e5f7a1b3c4d",
                     *           "timerange": "[10:0_20:0)",
                     *           "error": {
                     *             "type": "SegmentOverlap",
                     *             "summary": "The flow has a segment at [15:0_25:0)",
                     *             "time": "2026-03-01T08:05:00.000Z"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["flow-segment-bulk-failure"];
                };
            };
            /** @description All are registered. There is no body. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body breaks the schema, the flow has no `container`, or the one segment that was sent is refused. Nothing is registered. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The flow is read-only. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "DELETE_flows-flowId-segments": {
        parameters: {
            query?: {
                /** @description Only segments that lie wholly inside this range; one that reaches beyond it stays as it is. `timerange=` without a value is the empty range: it deletes nothing. */
                timerange?: components["schemas"]["timerange"];
                /** @description Only segments whose media is in this object. */
                object_id?: string;
            };
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Very many segments are concerned (more than 10,000, unless configured otherwise): they are gone from the list, clearing up goes on, and the deletion request tells how far. */
            202: {
                headers: {
                    /** @description The absolute URL of the deletion request. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0c3b8f52-6f7a-4d0e-9c4b-2a1d3e5f7a90",
                     *       "flow_id": "b7c1a1de-3c52-4f0a-8a77-0e6f2d4c9a11",
                     *       "timerange_to_delete": "[0:0_86400:0)",
                     *       "timerange_remaining": "[36000:0_86400:0)",
                     *       "delete_flow": false,
                     *       "status": "started",
                     *       "created": "2026-03-02T10:00:00.000Z",
                     *       "created_by": "archivist",
                     *       "updated": "2026-03-02T10:00:04.000Z",
                     *       "expiry": "2026-03-03T10:00:04.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["deletion-request"];
                };
            };
            /** @description Done, also when nothing matched. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A query parameter is unknown, repeated or invalid. Nothing is deleted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The flow is read-only. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "HEAD_flows-flowId-segments": {
        parameters: {
            query?: {
                /** @description Only segments whose media is in this object. */
                object_id?: string;
                /** @description Only segments that overlap this range; each is given whole. Left out: all of them. `timerange=` without a value is the empty range, which nothing overlaps. */
                timerange?: components["schemas"]["timerange"];
                /** @description `true`: latest segments first. */
                reverse_order?: boolean;
                /** @description `true`: say of each URL which storage backend it leads to, and whether this server controls it. */
                verbose_storage?: boolean;
                /** @description Labels, separated by commas: only URLs with one of them. An empty value asks for no URLs at all, which is fastest. Segments are never left out by it. */
                accept_get_urls?: string;
                /** @description Ids of storage backends, separated by commas: only URLs that lead to one of them. An empty value, or leaving it out, asks for all. */
                accept_storage_ids?: string;
                /** @description `true`: only URLs that work without credentials; `false`: only the others. Left out: both kinds. */
                presigned?: boolean;
                /** @description Where to go on: `X-Paging-NextKey` of the page before, and nothing else. Filters may change between pages, the list may not. */
                page?: components["parameters"]["trait_resource_paged_key"];
                /** @description How many at most, from 1. Above 1000 it counts as 1000; `X-Paging-Limit` tells what was applied. Left out: 100, or 1000 for the flows of an object. */
                limit?: components["parameters"]["trait_paged_limit"];
            };
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The headers of GET; there is no body. */
            200: {
                headers: {
                    /** @description The absolute URL of the next page, as `<URL>; rel="next"`. Absent on the last page. */
                    Link?: string;
                    /** @description How many items a page may have, after lowering. */
                    "X-Paging-Limit"?: number;
                    /** @description From the start of the earliest segment on this page to the end of the latest; `()` if there is none. */
                    "X-Paging-Timerange"?: components["schemas"]["timerange"];
                    /** @description How many segments this page has. */
                    "X-Paging-Count"?: number;
                    /** @description `true` if the latest segments come first, else `false`. */
                    "X-Paging-Reverse-Order"?: boolean;
                    /** @description What to give as `page` for the next page. Absent on the last page. */
                    "X-Paging-NextKey"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description A query parameter has no valid value. There is no body. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path has no valid id. There is no body. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "POST_flows-flowId-storage": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the flow. */
                flowId: components["schemas"]["uuid"];
            };
            cookie?: never;
        };
        /** @description How many objects, or which; and where. Left out: ten objects on the default backend. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "limit": 1
                 *     }
                 */
                "application/json": components["schemas"]["flow-storage-post"];
            };
        };
        responses: {
            /** @description The allocated objects, each with its upload. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "media_objects": [
                     *         {
                     *           "object_id": "6b0d3c9e-41f7-4a6b-8c2d-9e5f7a1b3c4d",
                     *           "put_url": {
                     *             "url": "https://media.example.org/o/6b0d3c9e?upload=91c7",
                     *             "content-type": "video/mp2t"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["flow-storage"];
                };
            };
            /** @description The body breaks its schema, an id is in use or unusable, the backend is unknown, or the flow has no `container`. Nothing is allocated. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The flow is read-only. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No flow has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    GET_objects: {
        parameters: {
            query?: {
                /** @description Where to go on: `X-Paging-NextKey` of the page before, and nothing else. Filters may change between pages, the list may not. */
                page?: components["parameters"]["trait_resource_paged_key"];
                /** @description How many at most, from 1. Above 1000 it counts as 1000; `X-Paging-Limit` tells what was applied. Left out: 100, or 1000 for the flows of an object. */
                limit?: components["parameters"]["trait_paged_limit"];
            };
            header?: never;
            path: {
                /** @description The id of the media object. Slashes in it may be written as they are or as `%2F`. */
                objectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The object and one page of its flows, ordered by id. */
            200: {
                headers: {
                    /** @description The absolute URL of the next page, as `<URL>; rel="next"`. Absent on the last page. */
                    Link?: string;
                    /** @description How many items a page may have, after lowering. */
                    "X-Paging-Limit"?: number;
                    /** @description What to give as `page` for the next page. Absent on the last page. */
                    "X-Paging-NextKey"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6b0d3c9e-41f7-4a6b-8c2d-9e5f7a1b3c4d",
                     *       "referenced_by_flows": [
                     *         "b7c1a1de-3c52-4f0a-8a77-0e6f2d4c9a11"
                     *       ],
                     *       "first_referenced_by_flow": "b7c1a1de-3c52-4f0a-8a77-0e6f2d4c9a11"
                     *     }
                     */
                    "application/json": components["schemas"]["object"];
                };
            };
            /** @description `limit` or `page` has no valid value. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No segment uses such an object; also when it is allocated but not registered yet. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    HEAD_objects: {
        parameters: {
            query?: {
                /** @description Where to go on: `X-Paging-NextKey` of the page before, and nothing else. Filters may change between pages, the list may not. */
                page?: components["parameters"]["trait_resource_paged_key"];
                /** @description How many at most, from 1. Above 1000 it counts as 1000; `X-Paging-Limit` tells what was applied. Left out: 100, or 1000 for the flows of an object. */
                limit?: components["parameters"]["trait_paged_limit"];
            };
            header?: never;
            path: {
                /** @description The id of the media object. Slashes in it may be written as they are or as `%2F`. */
                objectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The headers of GET; there is no body. */
            200: {
                headers: {
                    /** @description The absolute URL of the next page, as `<URL>; rel="next"`. Absent on the last page. */
                    Link?: string;
                    /** @description How many items a page may have, after lowering. */
                    "X-Paging-Limit"?: number;
                    /** @description What to give as `page` for the next page. Absent on the last page. */
                    "X-Paging-NextKey"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            400: components["responses"]["trait_resource_info_head_400"];
            /** @description No segment uses such an object. There is no body. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "GET_flow-delete-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deletion requests, on one page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": "0c3b8f52-6f7a-4d0e-9c4b-2a1d3e5f7a90",
                     *         "flow_id": "b7c1a1de-3c52-4f0a-8a77-0e6f2d4c9a11",
                     *         "timerange_to_delete": "[0:0_86400:0)",
                     *         "timerange_remaining": "[36000:0_86400:0)",
                     *         "delete_flow": true,
                     *         "status": "started",
                     *         "created": "2026-03-02T10:00:00.000Z",
                     *         "created_by": "archivist",
                     *         "updated": "2026-03-02T10:00:04.000Z",
                     *         "expiry": "2026-03-03T10:00:04.000Z"
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["deletion-requests-list"];
                };
            };
        };
    };
    "HEAD_flow-delete-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_listing_head_200"];
        };
    };
    "GET_flow-delete-requests-request-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the deletion request, as in the `Location` of the 202 that started it. */
                "request-id": string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deletion request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0c3b8f52-6f7a-4d0e-9c4b-2a1d3e5f7a90",
                     *       "flow_id": "b7c1a1de-3c52-4f0a-8a77-0e6f2d4c9a11",
                     *       "timerange_to_delete": "[0:0_86400:0)",
                     *       "timerange_remaining": "[36000:0_86400:0)",
                     *       "delete_flow": true,
                     *       "status": "started",
                     *       "created": "2026-03-02T10:00:00.000Z",
                     *       "created_by": "archivist",
                     *       "updated": "2026-03-02T10:00:04.000Z",
                     *       "expiry": "2026-03-03T10:00:04.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["deletion-request"];
                };
            };
            /** @description There is no such request, or it ended more than a day ago. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "HEAD_flow-delete-requests-request-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the deletion request, as in the `Location` of the 202 that started it. */
                "request-id": string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["trait_resource_info_head_200"];
            404: components["responses"]["trait_resource_info_head_404"];
        };
    };
}
