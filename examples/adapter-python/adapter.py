"""An adapter in Python: technology `maintenance_page`, operation `switch_on`. Standard library and botocore.

The contract is the events: it takes WaveStarted from its queue and answers TechnologyCompleted on the bus. Everything that makes it safe is in
`handle`: what was answered once is answered again from the ledger, and what was begun is looked up before anything is done.
"""

import argparse
import json
import sqlite3
import sys
import time
import uuid
from datetime import datetime, timezone

import botocore.session
from botocore.config import Config

TECHNOLOGY = "maintenance_page"
SOURCE = f"dr.adapter.{TECHNOLOGY}"
LOG_SOURCE = "dr.orchestration"
ONE_TASK = {"TechnologyRequested", "TechnologyRetryRequested", "TechnologyRollbackRequested", "TechnologyCleanupRequested"}


class Poison(Exception):
    """A message that nobody can do anything with, however often it comes."""


class Refused(Exception):
    """A task that cannot be done as it is asked for. `code` is stable, `retryable` says whether trying again may help."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Pages:
    """What is acted on: pages that are on or off, here in a database of their own. A switch and its line in the journal are one step."""

    def __init__(self, path):
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("CREATE TABLE IF NOT EXISTS page (name TEXT PRIMARY KEY, state TEXT NOT NULL)")
        self.db.execute("CREATE TABLE IF NOT EXISTS journal (name TEXT, state TEXT, token TEXT)")

    def state(self, name):
        row = self.db.execute("SELECT state FROM page WHERE name = ?", (name,)).fetchone()
        return row[0] if row else "off"

    def switch(self, name, state, token):
        self.db.execute("BEGIN IMMEDIATE")
        self.db.execute("INSERT INTO page VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET state = excluded.state", (name, state))
        self.db.execute("INSERT INTO journal VALUES (?, ?, ?)", (name, state, token))
        self.db.execute("COMMIT")

    def effects(self):
        return self.db.execute("SELECT name, state, token FROM journal").fetchall()


class Ledger:
    """What this adapter knows of its operations, written before and after each act. A lower epoch than the one seen is a Region that was lost."""

    def __init__(self, path):
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("CREATE TABLE IF NOT EXISTS operation (id TEXT PRIMARY KEY, epoch INTEGER, before TEXT, answer TEXT)")

    def read(self, operation_id):
        row = self.db.execute("SELECT epoch, before, answer FROM operation WHERE id = ?", (operation_id,)).fetchone()
        return None if row is None else {"epoch": row[0], "before": json.loads(row[1]), "answer": json.loads(row[2]) if row[2] else None}

    def begin(self, operation_id, epoch, before):
        self.db.execute("INSERT INTO operation VALUES (?, ?, ?, NULL)", (operation_id, epoch, json.dumps(before)))

    def lead(self, operation_id, epoch):
        self.db.execute("UPDATE operation SET epoch = max(epoch, ?) WHERE id = ?", (epoch, operation_id))

    def end(self, operation_id, answer):
        self.db.execute("UPDATE operation SET answer = ? WHERE id = ?", (json.dumps(answer), operation_id))


def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_requests(body):
    """The tasks of this technology in a message. Only the log asks for effects: the source on the bus and in the envelope must both be its own."""
    try:
        event = json.loads(body)
        envelope = event["detail"]
        kind, data = envelope["type"], envelope["data"]
        if event["source"] != LOG_SOURCE or envelope["source"] != LOG_SOURCE:
            raise Poison(f"an adapter takes requests from {LOG_SOURCE}, not from {event['source']}")
        if kind == "WaveStarted":
            tasks = data["technologies"]
        elif kind in ONE_TASK:
            tasks = [data["task"]]
        else:
            raise Poison(f"an adapter cannot do anything with {kind}")
        context = {key: data[key] for key in ("executionId", "waveNumber", "executionType")}
        ids = {"epoch": envelope["epoch"], "correlationid": envelope["correlationid"], "causationid": envelope["id"]}
        return [{"task": task, **context, **ids} for task in tasks if task["type"] == TECHNOLOGY]
    except (ValueError, KeyError, TypeError) as error:
        raise Poison(f"not an event of the platform: {error!r}") from error


def pages_of(task):
    if task["operation"] != "switch_on":
        raise Refused("task.unknown_operation", f"{TECHNOLOGY} has switch_on, not {task['operation']}")
    pages = task["resources"].get("pages")
    if not isinstance(pages, list) or not pages or not all(isinstance(page, str) and page for page in pages):
        raise Refused("task.invalid_input", "resources.pages: expected a list of names")
    unknown = set(task["resources"]) - {"pages"}
    if unknown:
        raise Refused("task.invalid_input", f"resources.{min(unknown)}: expected pages and nothing else")
    return pages


def wanted(request, page, origin):
    """The state that the page should have: on; after a rollback or a clean-up what it was before."""
    if request["task"]["phase"] == "execute":
        return "on"
    return (origin or {}).get(page, "off")


def handle(request, pages, ledger):
    """Does one task at most once and gives the answer: a pair of event type and what it says beside the reference."""
    task = request["task"]
    operation_id = task["operationId"]
    known = ledger.read(operation_id)
    if known and request["epoch"] < known["epoch"]:
        return None
    if known:
        ledger.lead(operation_id, request["epoch"])
        if known["answer"]:
            return known["answer"]
    try:
        names = pages_of(task)
    except Refused as refusal:
        return ["TechnologyFailed", {"failure": {"code": refusal.code, "message": str(refusal), "retryable": False}}]
    started = time.monotonic()
    began = now()
    if not known:
        ledger.begin(operation_id, request["epoch"], {name: pages.state(name) for name in names})
        known = ledger.read(operation_id)
    origin = ledger.read(task.get("undoes") or "")
    results = []
    for name in names:
        before = known["before"][name]
        drill = request["executionType"] == "drill"
        goal = before if drill else wanted(request, name, origin and origin["before"])
        # Looked at before it is done: a process that died after the act finds it done.
        if pages.state(name) != goal:
            pages.switch(name, goal, operation_id)
        after = pages.state(name)
        if after != goal:
            failure = {"code": "maintenance_page.not_switched", "message": f"{name} is {after}, not {goal}", "retryable": True}
            return ["TechnologyFailed", {"failure": failure}]
        outcome = "skipped_in_drill" if drill else "noop" if before == after else "completed"
        results.append(to_resource(name, outcome, before, after, began, time.monotonic() - started))
    answer = ["TechnologyCompleted", {"result": to_result(results)}]
    ledger.end(operation_id, answer)
    return answer


NO_LOSS = {"rpo": {"seconds": 0, "method": "holds no data", "confidence": "exact"}, "dataLoss": {"possible": False}}


def to_resource(name, outcome, before, after, began, seconds):
    return {
        "resource": name,
        "outcome": outcome,
        "startedAt": began,
        "finishedAt": now(),
        "rtoSeconds": round(seconds, 3),
        **NO_LOSS,
        "before": {"state": before},
        "after": {"state": after},
        "externalIds": {},
        "reversible": True,
        "warnings": [],
    }


def to_result(resources):
    return {
        "rtoSeconds": max(each["rtoSeconds"] for each in resources),
        **NO_LOSS,
        "externalIds": {},
        "reversible": True,
        "warnings": [],
        "simulated": True,
        "resources": resources,
    }


def to_entry(request, answer, bus):
    """The answer as an entry for PutEvents: a CloudEvents envelope that names the attempt it is about."""
    task = request["task"]
    kind, said = answer
    reference = {
        "executionId": request["executionId"],
        "waveNumber": request["waveNumber"],
        "taskId": task["taskId"],
        "operationId": task["operationId"],
        "attempt": task["attempt"],
        "phase": task["phase"],
        "technology": TECHNOLOGY,
    }
    envelope = {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "source": SOURCE,
        "type": kind,
        "time": now(),
        "subject": request["executionId"],
        "dataschema": f"urn:dr-orchestration:event:{kind}:1",
        "datacontenttype": "application/json",
        "correlationid": request["correlationid"],
        "causationid": request["causationid"],
        "epoch": request["epoch"],
        "schemaversion": 1,
        "actor": "adapter-python",
        "data": {**reference, **said},
    }
    return {"EventBusName": bus, "Source": SOURCE, "DetailType": kind, "Detail": json.dumps(envelope)}


def put(events, entry):
    """The entry's own result is read: an answer with FailedEntryCount 0 says nothing of it."""
    [result] = events.put_events(Entries=[entry])["Entries"]
    if "EventId" not in result:
        raise RuntimeError(f"the bus did not take the answer: {result.get('ErrorCode')} {result.get('ErrorMessage')}")


def serve(options):
    pages, ledger = Pages(options.pages), Ledger(options.ledger)
    session = botocore.session.get_session()
    config = Config(retries={"max_attempts": 3})
    sqs = session.create_client("sqs", region_name=options.region, endpoint_url=options.sqs, config=config)
    events = session.create_client("events", region_name=options.region, endpoint_url=options.events, config=config)
    print("ready", flush=True)
    while True:
        received = sqs.receive_message(QueueUrl=options.queue, MaxNumberOfMessages=1, WaitTimeSeconds=1)
        for message in received.get("Messages", []):
            try:
                for request in read_requests(message["Body"]):
                    answer = handle(request, pages, ledger)
                    if answer:
                        put(events, to_entry(request, answer, options.bus))
            except Poison as poison:
                # It goes aside with the reason, and its neighbours go on.
                print(f"poison: {poison}", file=sys.stderr, flush=True)
                if options.dlq:
                    reason = {"reason": {"DataType": "String", "StringValue": str(poison)[:1000]}}
                    sqs.send_message(QueueUrl=options.dlq, MessageBody=message["Body"], MessageAttributes=reason)
            # Only now: whoever dies before this line is given the message again.
            sqs.delete_message(QueueUrl=options.queue, ReceiptHandle=message["ReceiptHandle"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--queue", help="URL of the adapter's queue")
    parser.add_argument("--dlq", help="URL of the queue for what cannot be read")
    parser.add_argument("--bus", default="dr-orchestration")
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("--sqs", help="endpoint, if not AWS")
    parser.add_argument("--events", help="endpoint, if not AWS")
    parser.add_argument("--pages", default="pages.sqlite")
    parser.add_argument("--ledger", default="ledger.sqlite")
    parser.add_argument("--effects", action="store_true", help="print what was really done, a line each, and end")
    options = parser.parse_args()
    if options.effects:
        for effect in Pages(options.pages).effects():
            print(json.dumps(effect))
        return
    if not options.queue:
        parser.error("expected --queue")
    serve(options)


if __name__ == "__main__":
    main()
