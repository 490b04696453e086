# Calls an AWS endpoint with boto3 and holds every answer against botocore's models. Reads calls as JSON on standard input, writes what deviates.
import json
import re
import socket
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

# Every service may answer these; models do not list them per operation.
COMMON = {"AccessDenied", "ValidationException", "ValidationError", "InvalidParameterValue", "InvalidParameterCombination", "InvalidInput"}

# The model says a date; AWS's own examples (PT0.044S) do not match it. An access point's ARN has a slash, which the model's pattern for it forbids.
EXEMPT = {".ExecutionElapsedTime", ".Mrap"}


# S3 Control has the account before the host, which resolves nowhere.
resolve = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: resolve("127.0.0.1" if str(host).endswith(".127.0.0.1") else host, *rest, **more)


def deviations(shape, value, path):
    kind = shape.type_name
    if kind == "structure":
        for name in shape.required_members:
            if name not in value:
                yield f"{path}.{name}: required, absent"
        for name, member in shape.members.items():
            if value.get(name) is not None:
                yield from deviations(member, value[name], f"{path}.{name}")
    elif kind == "list":
        yield from within(shape, len(value), path)
        for index, item in enumerate(value):
            yield from deviations(shape.member, item, f"{path}[{index}]")
    elif kind == "map":
        for name, item in value.items():
            yield from deviations(shape.value, item, f"{path}.{name}")
    elif kind == "string":
        yield from string(shape, value, path)
    elif kind in ("integer", "long"):
        if not isinstance(value, int):
            yield f"{path}: {value!r} is no whole number"
        yield from within(shape, value, path)


def string(shape, value, path):
    enum = getattr(shape, "enum", None)
    if enum and value not in enum:
        yield f"{path}: {value!r} is none of {enum[:8]}"
    yield from within(shape, len(value), path)
    pattern = shape.metadata.get("pattern")
    try:
        if pattern and path not in EXEMPT and not re.search(pattern, value):
            yield f"{path}: {value!r} does not match {pattern}"
    except re.error:
        pass  # Java's expressions are not all Python's


def within(shape, size, path):
    if not shape.metadata.get("min", size) <= size <= shape.metadata.get("max", size):
        yield f"{path}: {size} is not within {shape.metadata.get('min')} and {shape.metadata.get('max')}"


def filled(value, saved):
    if isinstance(value, str):
        return saved[value[2:-2]] if value.startswith("{{") and value[2:-2] in saved else value
    if isinstance(value, list):
        return [filled(item, saved) for item in value]
    return {name: filled(item, saved) for name, item in value.items()} if isinstance(value, dict) else value


def at(value, path):
    for part in path.split("."):
        value = value[int(part)] if part.isdigit() else value[part]
    return value


def perform(client, call, saved):
    operation = client.meta.service_model.operation_model(call["operation"])
    try:
        answer = client._make_api_call(call["operation"], filled(call.get("input", {}), saved))
    except ClientError as error:
        code = error.response["Error"]["Code"]
        modelled = {shape.metadata.get("error", {}).get("code", shape.name) for shape in operation.error_shapes}
        # The answer to a HEAD has no body: botocore makes its status the code.
        is_bare = operation.http["method"] == "HEAD" and code == "404"
        known = not operation.error_shapes or is_bare or code in modelled | COMMON
        return code, [] if known else [f"{code} is none of the operation's errors: {sorted(modelled)}"]
    for name, path in call.get("save", {}).items():
        saved[name] = at(answer, path)
    if answer["ResponseMetadata"].get("RequestId") is None:
        return "ok", ["no request id"]
    body = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
    return "ok", list(deviations(operation.output_shape, body, "")) if operation.output_shape else []


def main():
    endpoint, saved = sys.argv[1], {}
    session = boto3.Session("AKIASIMULATED", "not-checked", region_name="us-east-1")
    config = Config(retries={"total_max_attempts": 1}, signature_version="v4")
    results = []
    for group in json.load(sys.stdin):
        client = session.client(group["client"], endpoint_url=endpoint, config=config)
        for call in group["calls"]:
            outcome, found = perform(client, call, saved)
            results.append({"client": group["client"], "operation": call["operation"], "outcome": outcome, "deviations": found})
    json.dump(results, sys.stdout)


main()
