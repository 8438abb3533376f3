"""What Schemathesis has to know of this server that the contract cannot say."""

import json
import os
import re
import zlib

import schemathesis

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")

with open(os.environ["CONFORMANCE_SCENES"], encoding="utf-8") as file:
    # Flows that exist, each with its source, an object and a tag.
    SCENES = json.load(file)

# Why a request that its schema allows may be answered 400: the type of the error, and what its summary must say.
REFUSALS = {
    "InvalidQuery": r"limit must be at least 1|\bpage\b",  # P3, P5
    "InvalidPage": r"",  # P5
    "InvalidTime": r"",  # T1
    "InvalidText": r"",  # H14
    "InvalidBody": r"2\^53|U\+0000|surrogate|nested",  # H14, H15
    "FormatChanged": r"",  # F5
    "FormatMismatch": r"",  # SO2
    "InvalidCollection": r"",  # F9 and 8.3
    "NoContainer": r"",  # 12.1, 13.2
    "InvalidSegment": r"",  # SG2, SG5, SG6, SG7
    "SegmentOverlap": r"",  # SG3
    "ObjectNotUsable": r"",  # SG4
    "InvalidStorageRequest": r"",  # ST1, ST2, ST4
    "ObjectIdExists": r"",  # ST3
    "InvalidWebhook": r"",  # W5, W6
}


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Three of four requests name something that exists, so that they get further than 404."""
    if not path_parameters:
        return path_parameters
    chosen = zlib.crc32(repr(sorted(path_parameters.items())).encode("utf-8", "replace"))
    if chosen % 4 == 0:
        return path_parameters
    scene = SCENES[chosen % len(SCENES)]
    for name in ("flowId", "sourceId"):
        # What is malformed on purpose stays so.
        if UUID.fullmatch(str(path_parameters.get(name, ""))):
            path_parameters[name] = scene[name]
    if chosen % 4 == 1 and isinstance(path_parameters.get("name"), str):
        path_parameters["name"] = scene["name"]
    if isinstance(path_parameters.get("objectId"), str):
        path_parameters["objectId"] = scene["objectId"]
    return path_parameters


@schemathesis.check
def refused_for_a_named_reason(ctx, response, case):
    """A request that its schema allows is accepted, or refused for one of `REFUSALS`."""
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive or response.status_code != 400:
        return
    if case.method.upper() == "HEAD":
        return  # It has no body to tell; that it answers as GET does is tested elsewhere (H26).
    body = response.json()
    reason = REFUSALS.get(body["type"])
    assert reason is not None and re.search(reason, body["summary"]), f"refused: {body['type']}: {body['summary']}"
