/** A point that TAMS 7.0 leaves open, and how this server settles it. */
export interface Decision {
  readonly id: string;
  readonly rule: string;
  /** Why no test of this suite has it yet; absent where one must. */
  readonly later?: string;
}

const ACCESS = 'access control does not exist yet: the gateway runs with authentication off';

const decision = (id: string, rule: string): Decision => ({ id, rule });
const later = (id: string, rule: string, reason: string): Decision => ({ id, rule, later: reason });

/** Every decision that the suites under this folder prove, by the id that begins their tests' titles. */
export const DECISIONS: readonly Decision[] = [
  // HTTP
  decision('H1', 'a malformed id in a path is not found'),
  decision('H2', 'a malformed id in a query or a body is a bad request'),
  decision('H3', 'ids of delete requests and objects are free text: unknown ones are not found'),
  decision('H4', '405 with Allow, 404 for unknown paths, 204 for OPTIONS'),
  decision('H5', 'a slash at the end makes another path, but for the root'),
  decision('H6', 'generated URLs include the base path'),
  decision('H7', 'a tag name is one raw path segment, an object id the whole rest'),
  decision('H8', 'what cannot be decoded is not found in a path and bad in a query'),
  decision('H9', 'the order of checks: the first failure decides the status'),
  decision('H10', 'only JSON bodies, by whatever JSON type, or none named'),
  decision('H11', 'a type without a body means nothing'),
  decision('H12', 'missing and malformed bodies are bad requests'),
  decision('H13', 'bodies have a largest size, segment lists more and a number of items'),
  decision('H14', 'no U+0000 and no lone surrogates in texts'),
  decision('H15', 'no integers that JSON readers would round'),
  decision('H16', 'formats of dates and URIs are not asserted on input'),
  decision('H17', 'unknown properties are dropped at the top, kept inside, refused in essence parameters'),
  decision('H18', 'booleans of a query in any case, nothing else'),
  decision('H19', 'integers of a query are a sign and digits'),
  decision('H20', 'a known parameter given twice is refused'),
  decision('H21', 'unknown parameters are ignored, but not when deleting segments'),
  decision('H22', 'answers are application/json, whatever is accepted'),
  decision('H23', 'nothing is to be cached'),
  decision('H24', 'date-times are UTC with milliseconds'),
  decision('H25', 'what has no value is left out'),
  decision('H26', 'HEAD is GET without its body'),
  decision('H27', 'every error has the same document'),
  decision('H28', 'a server error tells a request id and nothing internal'),
  decision('H29', 'cross-origin access for any origin by default'),
  // Access
  later('A1', '401 names the schemes', ACCESS),
  later('A2', 'the Authorization header decides alone', ACCESS),
  later('A3', 'access_token is kept in links and never logged', ACCESS),
  later('A4', 'scopes and the operations they open', ACCESS),
  decision('A5', 'with authentication off the principal is anonymous'),
  decision('A6', 'preflights and health need no credentials'),
  // Time
  decision('T1', 'seconds stay below 2^48'),
  decision('T2', 'minus zero is zero'),
  decision('T3', 'a mark that is missing beside a timestamp is inclusive'),
  decision('T4', 'one timestamp with an exclusive mark is empty'),
  decision('T5', 'time is dense'),
  decision('T6', 'an empty timerange parameter is the empty timerange'),
  decision('T7', 'timeranges come back in canonical form'),
  decision('T8', 'a flow’s timerange is of its own segments alone'),
  decision('T9', 'timerange without include_timerange is checked and has no effect'),
  decision('T10', 'a limited timerange spans the content within the limit'),
  decision('T11', 'all of time is no filter of flows'),
  decision('T12', 'flows overlap by their segments, not by their extent'),
  // Paging
  decision('P1', 'newest first, then by id; segments by time'),
  decision('P2', 'default and largest limits'),
  decision('P3', 'a limit is at least 1 and lowered to the largest'),
  decision('P4', 'the effective limit is on every page'),
  decision('P5', 'page keys are positions: stable, opaque, of one endpoint'),
  decision('P6', 'a full last page announces no other'),
  decision('P7', 'one absolute next link that keeps the query and has no raw commas'),
  decision('P8', 'links start with the public base URL, else with the host asked'),
  decision('P9', 'an empty page spans the empty timerange'),
  decision('P10', 'reverse order is written true or false'),
  // Service
  decision('S1', 'what the root lists'),
  decision('S2', 'the service’s texts: absent stays, empty clears'),
  decision('S3', 'every backend has a label that can be selected'),
  // Sources
  decision('SO1', 'a new source takes over what its first flow says'),
  decision('SO2', 'a flow has its source’s format'),
  decision('SO3', 'a source’s collections are sets in a stable order, without itself'),
  // Flows
  decision('F1', 'label, codec and tags are compared exactly'),
  decision('F2', 'frame sizes filter every flow that has them'),
  decision('F3', 'a body of another id than the path is not found, of a malformed id bad'),
  decision('F4', 'timerange and updated_by of a body are ignored'),
  decision('F5', 'a flow’s format stays'),
  decision('F6', 'a flow may move to another source'),
  decision('F7', 'a container may come and go'),
  decision('F8', 'what raw codecs should have is not enforced'),
  decision('F9', 'no flow contains itself, however indirectly'),
  decision('F10', 'a member may be there twice, in its place'),
  decision('F11', 'deleting a member edits its collectors'),
  // Properties and tags
  decision('PR1', 'unset description and bit rates are not found'),
  decision('PR2', 'unset collection, read_only and tags are empty values'),
  decision('PR3', 'the empty text is a value'),
  decision('PR4', 'deleting what is unset changes nothing'),
  decision('PR5', 'deleting a tag that is not there is not found'),
  decision('PR6', 'an empty collection is none'),
  decision('TG1', 'an empty tag name in a path is another path'),
  decision('TG2', 'a tag’s value is compared whole, commas and all'),
  // Book-keeping
  decision('M1', 'the time of update is there from creation on'),
  decision('M2', 'created_by is set once'),
  decision('M3', 'updated_by is who wrote last'),
  decision('M4', 'a metadata version may come with the creation, then the server makes it'),
  decision('M5', 'every accepted write is a write, even of the same'),
  decision('M6', 'what is derived is nobody’s write'),
  // Read-only
  decision('RO1', 'a replacement does not unlock'),
  decision('RO2', 'a locked flow keeps its label'),
  decision('RO3', 'a locked flow is not deleted'),
  // Storage
  decision('ST1', 'how many objects an allocation makes'),
  decision('ST2', 'lists of object ids: none, too many or twice the same are refused'),
  decision('ST3', 'which object ids exist already'),
  decision('ST4', 'what an object id may be'),
  decision('ST5', 'an allocation prepares nothing'),
  decision('ST6', 'ids that the server makes are plain UUIDs of version 4'),
  decision('ST7', 'upload URLs need no credentials'),
  decision('ST8', 'another content type is refused on upload'),
  decision('ST9', 'media that segments name is not overwritten'),
  decision('ST10', 'a segment may be registered before its bytes are there'),
  decision('ST11', 'media outlives its last reference for a while'),
  // Segments
  decision('SG1', 'ts_offset is always given'),
  decision('SG2', 'a segment has a bounded, non-empty time with an inclusive start'),
  decision('SG3', 'segments of a flow never overlap'),
  decision('SG4', 'which objects a flow may register'),
  decision('SG5', 'labels of backends are theirs, URLs are http and absolute'),
  decision('SG6', 'ts_offset may be negative'),
  decision('SG7', 'counts are not negative'),
  decision('SG8', 'registering nothing is done at once'),
  // URLs of media
  decision('G1', 'a controlled object is offered signed and plain'),
  decision('G2', 'the order of URLs'),
  decision('G3', 'given URLs belong to their segment; later ones inherit the first'),
  decision('G4', 'presigned is always written out'),
  decision('G5', 'no storage ids are no filter'),
  decision('G6', 'URL filters look at what is, not at what is shown'),
  // Objects
  decision('O1', 'an object that no segment names is not found'),
  decision('O2', 'the first flow of an object stays its first'),
  // Deletion
  decision('DL1', 'small deletions are done when answered, large ones accepted'),
  decision('DL2', 'deleting by object is always done when answered'),
  decision('DL3', 'a deletion concerns what there was when it was accepted'),
  decision('DL4', 'a flow accepted for deletion is gone at once'),
  decision('DL5', 'the states of a deletion request'),
  decision('DL6', 'a deletion request expires'),
  // Webhooks
  later('W1', 'only one’s own registrations are listed', ACCESS),
  decision('W2', 'a registration is its URL, key name and key value'),
  decision('W3', 'removing what is not there is done, wherever it would lead'),
  decision('W4', 'a registration is answered without its secret'),
  decision('W5', 'what would fail at delivery is refused at registration'),
  decision(
    'W6',
    'addresses that are not public are refused: literal ones at registration, all when connecting',
  ),
  decision('W7', 'an empty filter lets nothing through'),
  decision('W8', 'a message carries the URLs that a plain GET has'),
  decision('W9', 'how often and how long delivery is tried'),
  // Events
  decision('E1', 'the type of a message about removed segments'),
  decision('E2', 'one message for one registration of segments'),
  decision('E3', 'one message for each run of removed segments'),
  decision('E4', 'segments do not update their flow'),
];
