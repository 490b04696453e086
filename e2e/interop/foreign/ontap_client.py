# Two clusters read and a mirror paused by NetApp's own library, TLS verified against the given authority. Reads clusters by name as JSON, writes what it saw.
import json
import socket
import sys
import time
from urllib.parse import urlsplit

from netapp_ontap import HostConnection, NetAppRestError
from netapp_ontap.resources import Cluster, SnapmirrorRelationship, Svm, Volume

clusters = json.load(sys.stdin)
seen = {}

# The name that is asked for in TLS is the cluster; it resolves nowhere, so it is resolved here.
resolve = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: resolve("127.0.0.1" if host in clusters else host, *rest, **more)


def connection(name, **changes):
    at = {**clusters[name], **changes}
    authority = f"{sys.argv[1]}/{name}.pem"
    with open(authority, "w", encoding="ascii") as file:
        file.write(at["ca"])
    port = urlsplit(at["endpoint"]).port
    return HostConnection(name, at["username"], at["password"], verify=authority, port=port, poll_interval=1)


def refusal(act):
    try:
        act()
    except NetAppRestError as error:
        return [error.status_code, error.http_err_response.http_response.json()["error"]["code"]]
    return None


def state_of(machine):
    machine.get(fields="state,subtype")
    return [machine.state, machine.subtype]


def change(thing, state):
    # A PATCH of the state only begins the change.
    thing.get(fields="state")
    thing.state = state
    thing.patch(poll=True)
    for _ in range(100):
        thing.get(fields="state")
        if thing.state == state:
            return
        time.sleep(0.1)


def until(look):
    for _ in range(100):
        found = look()
        if found:
            return found
        time.sleep(0.1)
    return None


def types_of(*names):
    return [Volume.find(name=name, fields="type").type for name in names]


with connection("ontap-dr-01"):
    cluster = Cluster()
    cluster.get()
    seen["cluster"] = cluster.name
    mirrors = {mirror.destination.path: mirror for mirror in SnapmirrorRelationship.get_collection(fields="*")}
    seen["mirrors"] = [[path, mirror.state, mirror.group_type] for path, mirror in sorted(mirrors.items())]
    group = SnapmirrorRelationship(uuid=mirrors["svm_dr:/cg/payroll"].uuid)
    group.get(fields="source.consistency_group_volumes.name,destination.consistency_group_volumes.name")
    seen["group"] = [volume.name for volume in group.destination.consistency_group_volumes]
    seen["volumes"] = sorted(volume.name for volume in Volume.get_collection(fields="name"))
    mirror = SnapmirrorRelationship(uuid=mirrors["svm_dr:orders"].uuid)
    mirror.get()
    mirror.state = "paused"
    mirror.patch(poll=True)
    mirror.get()
    seen["paused"] = mirror.state
    machine = Svm.find(name="svm_files_dr")
    seen["virtual machine"] = state_of(machine)
    machine.state = "running"
    seen["started while it is written"] = refusal(machine.patch)
    whole = SnapmirrorRelationship(uuid=mirrors["svm_files_dr:"].uuid)
    change(whole, "broken_off")
    change(machine, "running")
    seen["broken off and started"] = state_of(machine)
    # The whole of a virtual machine goes back: only one that rests may be written over.
    whole.state = "snapmirrored"
    seen["written over while it serves"] = refusal(whole.patch)
    change(machine, "stopped")
    change(whole, "snapmirrored")
    seen["mirrored again"] = [whole.state, *state_of(machine)]
    # A consistency group is one break for all of its volumes, and each of them can be cloned.
    payroll = SnapmirrorRelationship(uuid=mirrors["svm_dr:/cg/payroll"].uuid)
    change(payroll, "paused")
    change(payroll, "broken_off")
    seen["group broken off"] = types_of("ledger", "journal")
    copy = Volume(name="ledger_copy", svm={"name": "svm_dr"}, clone={"is_flexclone": True, "parent_volume": {"name": "ledger"}}, nas={"path": "/copy"})
    copy.post(poll=True)
    found = until(lambda: Volume.find(name="ledger_copy"))
    seen["clone"] = found is not None
    found.delete(poll=True)
    seen["clone deleted"] = Volume.find(name="ledger_copy") is None
    change(payroll, "snapmirrored")
    seen["group mirrored again"] = types_of("ledger", "journal")
    seen["by pages of one"] = len(list(SnapmirrorRelationship.get_collection(fields="uuid", max_records=1)))
    seen["unknown"] = refusal(SnapmirrorRelationship(uuid="00000000-0000-4000-8000-00000000dead").get)
with connection("ontap-prod-01"):
    seen["mirrors at the source"] = [mirror.uuid for mirror in SnapmirrorRelationship.get_collection()]
with connection("ontap-dr-01", password="guessed"):
    seen["wrong password"] = refusal(Cluster().get)
print(json.dumps(seen))
