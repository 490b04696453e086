/** The scene of every operation, by technology and operation. */
import { invokesFunction, looksAtEndpoint, runsAutomation, runsDocument, runsScript, waitsOnline } from "./application-scenes.ts";
import { changesTargets, turnsMapping, weighsListener, weighsRule } from "./balancer-scenes.ts";
import { configuresReplication, switchesBuckets } from "./bucket-scenes.ts";
import { asksNode, movesCache, movesPrimary, movesWriter, promotesReplica, restoresInstance, switchesStandby } from "./database-scenes.ts";
import {
  changesRecord,
  changesRules,
  flipsControl,
  movesAnswer,
  launches,
  powers,
  scalesGroup,
  scalesNodegroup,
  scalesService,
  updatesByOldWords,
} from "./infrastructure-scenes.ts";
import { keepsDisks, restoresDisk } from "./disk-scenes.ts";
import { provisionsNetwork } from "./network-scenes.ts";
import { asksBackup, asksDrs, asksEfs, asksPeople, notOfAws } from "./other-scenes.ts";
import type { Scene } from "./scene.ts";

const GLOBAL = [
  ["global", "aurora-mysql"],
  ["documentdb", "docdb"],
  ["neptune", "neptune"],
] as const;

const globals = GLOBAL.flatMap(([prefix, engine]): readonly (readonly [string, Scene])[] => [
  [`database.${prefix}_switchover`, movesPrimary({ engine, id: `${prefix}-switchover` })],
  [`database.${prefix}_failover`, movesPrimary({ engine, id: `${prefix}-failover`, config: { allowDataLoss: true }, mode: "unplanned" })],
  [`database.${prefix}_failback`, movesPrimary({ engine, id: `${prefix}-failback` })],
]);
const drs = [
  "recovery",
  "drill",
  "terminate",
  "reverse_replication",
  "failback",
  "reprotect",
  "terminate_recovered",
  "failback_launch",
  "sync_tags",
].map((operation): readonly [string, Scene] => [`drs.${operation}`, asksDrs]);

/** Scenes by `technology.operation`. */
export const SCENES: Readonly<Record<string, Scene>> = {
  "application.run_command": runsDocument("run_command"),
  "application.run_script": runsScript,
  "application.run_automation": runsAutomation,
  "application.invoke_lambda": invokesFunction("sync"),
  "application.invoke_lambda_async": invokesFunction("async"),
  "application.start_application": runsDocument("start_application"),
  "application.stop_application": runsDocument("stop_application"),
  "application.wait_online": waitsOnline,
  "application.health_check": looksAtEndpoint,
  "database.failover": movesWriter("failover"),
  "database.failback": movesWriter("failback"),
  ...Object.fromEntries(globals),
  "database.detach_from_global": movesPrimary({
    engine: "aurora-mysql",
    id: "detached",
    config: { acceptSplitBrain: true },
    mode: "unplanned",
    detaches: true,
  }),
  "database.on_premises_failover": asksNode,
  "database.oracle_switchover": switchesStandby,
  "database.promote_read_replica": promotesReplica,
  "database.restore_point_in_time": restoresInstance("point_in_time"),
  "database.restore_snapshot": restoresInstance("snapshot"),
  "database.elasticache_failover": movesCache,
  "database.elasticache_failback": movesCache,
  ...Object.fromEntries(drs),
  "infrastructure.asg_capacity": scalesGroup,
  "infrastructure.dns_failover": movesAnswer,
  "infrastructure.dns_update": changesRecord,
  "infrastructure.ec2_launch": launches,
  "infrastructure.ec2_start": powers("start"),
  "infrastructure.ec2_stop": powers("stop"),
  "infrastructure.ecs_capacity": scalesService,
  "infrastructure.eks_capacity": scalesNodegroup,
  "infrastructure.event_sources": turnsMapping,
  "infrastructure.lb_targets": changesTargets,
  "infrastructure.listener_weights": weighsListener,
  "infrastructure.provision_network": provisionsNetwork,
  "infrastructure.routing_control": flipsControl,
  "infrastructure.rule_weights": weighsRule,
  "infrastructure.sg_rules": changesRules,
  "infrastructure.update": updatesByOldWords,
  "manual.task": asksPeople,
  "netapp_ontap.failover": notOfAws,
  "netapp_ontap.failback": notOfAws,
  "s3_replication.configure_replication": configuresReplication,
  "s3_replication.failback": switchesBuckets("failback"),
  "s3_replication.failover": switchesBuckets("failover"),
  "sql_always_on.failover": notOfAws,
  "sql_always_on.failback": notOfAws,
  "sql_always_on.resume": notOfAws,
  "storage.backup_copy": asksBackup,
  "storage.backup_restore": asksBackup,
  "storage.configure_replication": asksEfs,
  "storage.ebs_restore": restoresDisk,
  "storage.ebs_snapshot": keepsDisks,
  "storage.efs_failback": asksEfs,
  "storage.efs_failover": asksEfs,
};
