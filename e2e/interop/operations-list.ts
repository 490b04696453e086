// For every operation of every adapter: whether moto and MiniStack can show it through the real clients, and if not, why. `pnpm interop` fails if a line
// is wrong: an operation without one, one that "runs" and does not, one that cannot and does, or one that cannot for another reason than it says.

/** `runs`: the adapter completed, and the server itself tells the changed fact. Otherwise what is in the way, and what has to be seen of that. */
export type Verdict = "runs" | { readonly cannot: string; readonly sees: RegExp };

/** A line. */
export interface Line {
  readonly moto: Verdict;
  readonly ministack: Verdict;
}

const BOTH: Line = { moto: "runs", ministack: "runs" };

const ABSENT = /could not be arranged: (?:SyntaxError 500|Error 500: @aws-sdk XML parse error)/u;
const absent = (what: string): Verdict => ({ cannot: `moto has no ${what}: it answers with a page of HTML`, sees: ABSENT });
const both = (verdict: Verdict): Line => ({ moto: verdict, ministack: verdict });

const noNodes: Verdict = {
  cannot: "moto has no DescribeInstanceInformation, and its SendCommand says Success of every script, also of one that ends with 3",
  sees: /before anything was done; last seen: aws\.unknown_outcome: Unexpected token '<'/u,
};
const noDocuments: Verdict = { cannot: "MiniStack's Systems Manager has no documents", sees: /Unknown action: CreateDocument/u };
const unregistered: Verdict = {
  cannot: "MiniStack registers no instance with Systems Manager",
  sees: /is not registered with Systems Manager/u,
};
const COMMAND: Line = { moto: noNodes, ministack: noDocuments };

const DRS: Line = {
  moto: absent("DRS"),
  ministack: {
    cannot: "MiniStack has no DRS: it takes the path for a bucket's, and answers nothing or 400",
    sees: /TimeoutError|400 400: UnknownError/u,
  },
};
const EFS: Line = {
  moto: { cannot: "moto has no replication of EFS: it answers with a page of HTML", sees: /could not be arranged: SyntaxError 404/u },
  ministack: { cannot: "MiniStack's EFS has no replication", sees: /could not be arranged: /u },
};
const BACKUP: Line = {
  moto: { cannot: "moto's AWS Backup has vaults and plans, and no recovery points", sees: /could not be arranged: /u },
  ministack: { cannot: "MiniStack's AWS Backup keeps nothing that could be restored", sees: /could not be arranged: /u },
};
const NOT_AWS = both({
  cannot: "no AWS service; foreign-clients.test.ts holds its simulation against clients of others",
  sees: /no AWS service/u,
});

/** moto has global databases that never move. */
const unsynchronized: Verdict = {
  cannot: "moto tells no SynchronizationStatus of a member and has no SwitchoverGlobalCluster",
  sees: /is of unknown synchronization, not connected/u,
};
const noGlobalFailover: Verdict = { cannot: "moto has no FailoverGlobalCluster", sees: /the outcome of the act is not known yet/u };
const noDocumentDb: Line = {
  moto: absent("global clusters of DocumentDB"),
  ministack: { cannot: "MiniStack takes no DocumentDB cluster into a global one", sees: /did not become a member of the global database/u },
};
const notProvisioned: Verdict = {
  cannot: "MiniStack switches over only between databases that it runs in Docker",
  sees: /is not ready for a planned global writer switchover/u,
};
const noGlobalCache: Line = {
  moto: absent("global replication groups"),
  ministack: { cannot: "MiniStack has no global replication groups", sees: /Unknown ElastiCache action/u },
};
const loopback = both({
  cannot: "servers of tests are on the loopback, where no probe goes: an endpoint of a plan must not reach into the function's own machine",
  sees: /its address may not be probed/u,
});
const noDocker: Verdict = {
  cannot: "moto runs functions in Docker alone, and answers 200 with an error's text without",
  sees: /failed: Handled \(no type\)/u,
};
const noWeights: Verdict = { cannot: "MiniStack drops ForwardConfig from actions", sees: /infrastructure\.group_not_forwarded/u };

/** Every operation, by technology and name. */
export const LIST: Readonly<Record<string, Line>> = {
  "application.health_check": loopback,
  "application.invoke_lambda": { moto: noDocker, ministack: "runs" },
  "application.invoke_lambda_async": { moto: noDocker, ministack: "runs" },
  "application.run_automation": { moto: absent("StartAutomationExecution"), ministack: noDocuments },
  "application.run_command": COMMAND,
  "application.run_script": { moto: noNodes, ministack: unregistered },
  "application.start_application": COMMAND,
  "application.stop_application": COMMAND,
  "application.wait_online": { moto: noNodes, ministack: unregistered },
  "database.detach_from_global": {
    moto: {
      cannot: "moto's RemoveFromGlobalCluster leaves the member where it is",
      sees: /detached is available, its clusters are .*detached-west/u,
    },
    ministack: "runs",
  },
  "database.documentdb_failback": noDocumentDb,
  "database.documentdb_failover": noDocumentDb,
  "database.documentdb_switchover": noDocumentDb,
  "database.elasticache_failback": noGlobalCache,
  "database.elasticache_failover": noGlobalCache,
  "database.failback": BOTH,
  "database.failover": BOTH,
  "database.global_failback": { moto: unsynchronized, ministack: notProvisioned },
  "database.global_failover": { moto: noGlobalFailover, ministack: "runs" },
  "database.global_switchover": { moto: unsynchronized, ministack: notProvisioned },
  "database.neptune_failback": { moto: unsynchronized, ministack: "runs" },
  "database.neptune_failover": { moto: noGlobalFailover, ministack: "runs" },
  "database.neptune_switchover": { moto: unsynchronized, ministack: "runs" },
  "database.on_premises_failover": {
    moto: {
      cannot: "moto says Success of every command, and prints nothing",
      sees: /status of the database is not as expected: the whole/u,
    },
    ministack: { cannot: "MiniStack registers no managed node", sees: /not in a valid state for account/u },
  },
  "database.oracle_switchover": both({
    cannot: "neither server tells whether a replica replicates, and nothing else is switched over to",
    sees: /ledger-standby: replication is unknown/u,
  }),
  "database.promote_read_replica": {
    moto: { cannot: "moto's PromoteReadReplica leaves the instance a replica", sees: /billing-copy is available, a replica of billing/u },
    ministack: {
      cannot: "MiniStack gives every instance an empty cluster name, and cannot promote",
      sees: /billing-copy belongs to cluster/u,
    },
  },
  "database.restore_point_in_time": {
    moto: "runs",
    ministack: { cannot: "MiniStack has no RestoreDBInstanceToPointInTime", sees: /Unknown RDS action: RestoreDBInstanceToPointInTime/u },
  },
  "database.restore_snapshot": {
    moto: "runs",
    ministack: {
      cannot: "MiniStack drops the tags of what it restores, and a copy without this task's tags is nobody's",
      sees: /last seen: instance:nightly: copy restored-copy is available/u,
    },
  },
  "drs.drill": DRS,
  "drs.failback": DRS,
  "drs.failback_launch": DRS,
  "drs.recovery": DRS,
  "drs.reprotect": DRS,
  "drs.reverse_replication": DRS,
  "drs.sync_tags": DRS,
  "drs.terminate": DRS,
  "drs.terminate_recovered": DRS,
  "infrastructure.asg_capacity": BOTH,
  "infrastructure.dns_failover": BOTH,
  "infrastructure.dns_update": BOTH,
  "infrastructure.ec2_launch": BOTH,
  "infrastructure.ec2_start": BOTH,
  "infrastructure.ec2_stop": BOTH,
  "infrastructure.ecs_capacity": BOTH,
  "infrastructure.eks_capacity": {
    moto: "runs",
    ministack: {
      cannot: "MiniStack has no UpdateNodegroupConfig",
      sees: /No route for POST \/clusters\/shop\/node-groups\/workers\/update-config/u,
    },
  },
  "infrastructure.event_sources": BOTH,
  "infrastructure.lb_targets": {
    moto: "runs",
    ministack: {
      cannot: "MiniStack says nothing of a target that is not registered; AWS says unused",
      sees: /infrastructure\.target_unknown/u,
    },
  },
  "infrastructure.listener_weights": { moto: "runs", ministack: noWeights },
  "infrastructure.provision_network": BOTH,
  "infrastructure.routing_control": {
    moto: absent("routing controls"),
    ministack: { cannot: "MiniStack has no routing controls", sees: /could not be arranged: Unknown 400/u },
  },
  "infrastructure.rule_weights": { moto: "runs", ministack: noWeights },
  "infrastructure.sg_rules": BOTH,
  "infrastructure.update": BOTH,
  "manual.task": BOTH,
  "netapp_ontap.failback": NOT_AWS,
  "netapp_ontap.failover": NOT_AWS,
  "s3_replication.configure_replication": {
    moto: {
      cannot: "moto tells of every replication rule that deletions are not replicated, whatever was put",
      sees: /last seen: forward:assets: assets is replicated to assets-west/u,
    },
    ministack: "runs",
  },
  "s3_replication.failback": {
    moto: { cannot: "moto has no Batch Replication: it answers with a page of HTML", sees: /sync:assets: @aws-sdk XML parse error/u },
    ministack: {
      cannot: "MiniStack has no Batch Replication: it takes the path for a bucket's",
      sees: /sync:assets: Couldn't parse the specified URI/u,
    },
  },
  "s3_replication.failover": {
    moto: { cannot: "moto keeps replication rules and copies nothing", sees: /canary not replicated yet/u },
    ministack: "runs",
  },
  "sql_always_on.failback": NOT_AWS,
  "sql_always_on.failover": NOT_AWS,
  "sql_always_on.resume": NOT_AWS,
  "storage.backup_copy": BACKUP,
  "storage.backup_restore": BACKUP,
  "storage.configure_replication": EFS,
  "storage.ebs_restore": BOTH,
  "storage.ebs_snapshot": {
    moto: "runs",
    ministack: { cannot: "MiniStack's EC2 has no CreateSnapshots", sees: /Unknown EC2 action: CreateSnapshots/u },
  },
  "storage.efs_failback": EFS,
  "storage.efs_failover": EFS,
};

/** What is wrong with a line, given how the operation ended on that server; undefined if nothing is. */
export function wrongWith(verdict: Verdict, outcome: string): string | undefined {
  if (verdict === "runs") return outcome === "done" ? undefined : `the list says that it runs: ${outcome}`;
  if (outcome === "done") return `the list says that it cannot (${verdict.cannot}), and it does`;
  return verdict.sees.test(outcome) ? undefined : `the list names another reason (${verdict.cannot}): ${outcome}`;
}
