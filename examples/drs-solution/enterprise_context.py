"""What the existing DRS solution adds to work as a part of a larger recovery: it keeps the context that a start brings, and tells results in one shape.

Standard library alone. `context_of` is called where an execution is started, `with_results` where one is answered; nothing else of the solution changes.
"""

KEYS = ("parentExecutionId", "waveNumber", "technologyType")
DONE = {"COMPLETED", "PARTIAL", "FAILED", "CANCELLED", "TIMEOUT", "TERMINATED"}


def context_of(body):
    """The enterprise context of a start's body, to be stored with the execution; None if it brings none. Whoever starts it is not judged by a name: any caller may bring a context."""
    context = body.get("enterpriseContext")
    if not isinstance(context, dict):
        return None
    kept = {key: context[key] for key in KEYS if key in context}
    return {"isEnterpriseExecution": True, "technologyType": "drs", **kept} if kept else None


def servers_of(execution):
    return [server for wave in execution.get("waves", []) for server in wave.get("serverStatuses") or wave.get("servers") or []]


def with_results(execution, expected=None):
    """The execution with `standardizedResults`, if it was started with a context; else as it is. Servers are judged, not the word of the execution."""
    context = execution.get("enterpriseContext")
    if not context:
        return execution
    servers = servers_of(execution)
    up = [server for server in servers if str(server.get("launchStatus", server.get("status", ""))).upper() == "LAUNCHED"]
    wanted = len(servers) if expected is None else expected
    ended = str(execution.get("status", "")).upper() in DONE
    ready = ended and wanted > 0 and len(up) == wanted
    results = {
        "recoveredInstances": [
            {
                "sourceInstanceId": server.get("sourceInstanceId") or server.get("sourceServerId"),
                "recoveryInstanceId": server.get("instanceId"),
                "privateIp": server.get("privateIp"),
                "publicIp": None,
                "status": "launched",
            }
            for server in up
        ],
        "executionTime": duration(execution.get("startTime"), execution.get("endTime")),
        "status": "in_progress" if not ended else "completed" if ready else "failed",
        "nextPhaseReady": ready,
        "validationRequired": not ready,
        "waveNumber": context.get("waveNumber"),
        "parentExecutionId": context.get("parentExecutionId"),
    }
    return {**execution, "standardizedResults": results}


def duration(start, end):
    """ISO 8601, from epoch seconds; None while it runs."""
    return None if start is None or end is None else f"PT{int(end) - int(start)}S"
