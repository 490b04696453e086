# Two clusters read and a mirror paused by NetApp's own library, TLS verified against the given authority. Reads clusters by name as JSON, writes what it saw.
import json
import socket
import sys
from urllib.parse import urlsplit

from netapp_ontap import HostConnection, NetAppRestError
from netapp_ontap.resources import Cluster, SnapmirrorRelationship, Volume

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


with connection("ontap-dr-01"):
    cluster = Cluster()
    cluster.get()
    seen["cluster"] = cluster.name
    mirrors = list(SnapmirrorRelationship.get_collection(fields="*"))
    seen["mirrors"] = [[mirror.destination.path, mirror.state] for mirror in mirrors]
    seen["volumes"] = sorted(volume.name for volume in Volume.get_collection(fields="name"))
    mirror = SnapmirrorRelationship(uuid=mirrors[0].uuid)
    mirror.get()
    mirror.state = "paused"
    mirror.patch(poll=True)
    mirror.get()
    seen["paused"] = mirror.state
    seen["unknown"] = refusal(SnapmirrorRelationship(uuid="00000000-0000-4000-8000-00000000dead").get)
with connection("ontap-prod-01"):
    seen["mirrors at the source"] = [mirror.uuid for mirror in SnapmirrorRelationship.get_collection()]
with connection("ontap-dr-01", password="guessed"):
    seen["wrong password"] = refusal(Cluster().get)
print(json.dumps(seen))
