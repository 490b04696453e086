"""What libraries of others make of what we send: signatures of webhooks and of Slack, and OpenTelemetry's own messages. Asked and answered in JSON."""

import base64
import json
import sys

import standardwebhooks
import svix.webhooks
from google.protobuf import json_format
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.metrics.v1.metrics_pb2 import AggregationTemporality
from slack_sdk.signature import SignatureVerifier


def takes(library, secret, body, headers):
    try:
        library.Webhook(secret).verify(body, headers)
        return True
    except library.WebhookVerificationError:
        return False


def as_protobuf(value, name=None):
    """OTLP writes ids in hex where protobuf's JSON has base64."""
    if isinstance(value, dict):
        return {key: as_protobuf(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_protobuf(inner) for inner in value]
    if name in ("traceId", "spanId", "parentSpanId"):
        return base64.b64encode(bytes.fromhex(value)).decode()
    return value


asked = json.load(sys.stdin)
libraries = {"standardwebhooks": standardwebhooks, "svix": svix.webhooks}
webhooks = {
    name: [takes(library, case["secret"], case["body"], case["headers"]) for case in asked["webhooks"]]
    for name, library in libraries.items()
}

slack = asked["slack"]
verifier = SignatureVerifier(slack["secret"])
ours = {"X-Slack-Request-Timestamp": slack["timestamp"], "X-Slack-Signature": slack["signature"]}

trace = json_format.ParseDict(as_protobuf(asked["trace"]), ExportTraceServiceRequest())
spans = [span for resource in trace.resource_spans for scope in resource.scope_spans for span in scope.spans]
metrics = json_format.ParseDict(asked["metrics"], ExportMetricsServiceRequest())
points = [metric for resource in metrics.resource_metrics for scope in resource.scope_metrics for metric in scope.metrics]

print(
    json.dumps(
        {
            "webhooks": webhooks,
            "slack": {
                "theirs": verifier.generate_signature(timestamp=slack["timestamp"], body=slack["body"]),
                "takes ours": verifier.is_valid(slack["body"], slack["timestamp"], slack["signature"]),
                "takes ours by headers": verifier.is_valid_request(slack["body"], ours),
            },
            "spans": [[span.name, len(span.trace_id), len(span.span_id), len(span.parent_span_id)] for span in spans],
            "round trip": ExportTraceServiceRequest.FromString(trace.SerializeToString()) == trace,
            "metrics": [
                [
                    metric.name,
                    metric.WhichOneof("data"),
                    AggregationTemporality.Name(metric.sum.aggregation_temporality) if metric.HasField("sum") else None,
                ]
                for metric in points
            ],
        }
    )
)
