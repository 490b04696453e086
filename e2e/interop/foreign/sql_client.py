# An availability group read, changed and moved by python-tds, TLS verified against the given authority. Reads instances by name as JSON, writes what it saw.
import json
import socket
import sys
import time

import pytds

instances = json.load(sys.stdin)
seen = {}


def connect(name, **changes):
    at = {**instances[name], **changes}
    authority = f"{sys.argv[1]}/{name}.pem"
    with open(authority, "w", encoding="ascii") as file:
        file.write(at["ca"])
    # The name that is asked for in TLS is the instance; where it is, is another matter.
    sock = socket.create_connection((at["host"], at["port"]), timeout=10)
    return pytds.connect(
        dsn=name, sock=sock, user=at["username"], password=at["password"], cafile=authority, autocommit=True, login_timeout=10, timeout=10,
        disable_connect_retry=True,
    )


def rows(connection, sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params) if params else cursor.execute(sql)
        return [list(row) for row in cursor.fetchall()] if cursor.description else []


def refusal(act):
    try:
        act()
    except pytds.Error as error:
        return getattr(error, "number", None) or str(error)
    return None


prod, dr = connect("SQL-PROD-01"), connect("SQL-DR-01")
seen["one"] = rows(prod, "SELECT 1 AS number")
seen["groups"] = rows(prod, "SELECT name FROM sys.availability_groups")
seen["by parameter"] = rows(prod, "SELECT name FROM sys.availability_groups WHERE name = %s", ("ProductionAG",))
seen["nobody"] = rows(prod, "SELECT name FROM sys.availability_groups WHERE name = %s", ("x'; DROP DATABASE y --",))
seen["not synchronised"] = refusal(lambda: rows(dr, "ALTER AVAILABILITY GROUP [ProductionAG] FAILOVER"))
seen["unknown view"] = refusal(lambda: rows(prod, "SELECT name FROM sys.nothing"))
for replica in ("SQL-PROD-01", "SQL-DR-01"):
    rows(prod, f"ALTER AVAILABILITY GROUP [ProductionAG] MODIFY REPLICA ON N'{replica}' WITH (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT)")
files = "(NAME = N'ProductionDB_data', FILENAME = N'D:\\data\\a.ss')"
both = files + ", (NAME = N'ProductionDB_data2', FILENAME = N'E:\\data\\b.ss')"
seen["a file missing"] = refusal(lambda: rows(dr, f"CREATE DATABASE [drill] ON {files} AS SNAPSHOT OF [ProductionDB]"))
seen["name too long"] = refusal(lambda: rows(dr, f"CREATE DATABASE [{'x' * 129}] ON {both} AS SNAPSHOT OF [ProductionDB]"))
rows(dr, f"CREATE DATABASE [drill]]1] ON {both} AS SNAPSHOT OF [ProductionDB]")
seen["snapshots"] = rows(dr, "SELECT name FROM sys.databases WHERE source_database_id = N'ProductionDB'")
rows(dr, "DROP DATABASE [drill]]1]")


def role():
    found = rows(dr, "SELECT role_desc FROM sys.dm_hadr_availability_replica_states WHERE is_local = 1")
    return found[0][0] if found else None


for _ in range(100):
    if refusal(lambda: rows(dr, "ALTER AVAILABILITY GROUP [ProductionAG] FAILOVER")) is None:
        break
    time.sleep(0.1)
for _ in range(100):
    if role() == "PRIMARY":
        break
    time.sleep(0.1)
seen["moved"] = role()
seen["wrong password"] = refusal(lambda: connect("SQL-DR-01", password="guessed")) is not None
print(json.dumps(seen, default=str))
