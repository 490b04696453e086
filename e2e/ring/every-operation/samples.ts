/** One body for each operation, as somebody writes it who tries it on one machine, where what is named is there. */

/** The body of `POST /technologies/{technology}/{operation}`. */
export interface Sample {
  readonly resources: Readonly<Record<string, unknown>>;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly mode?: "planned" | "unplanned";
}

const WEST = { targetRegion: "us-west-2" };
const LOSS = { ...WEST, allowDataLoss: true };
const SAFE = { drillSafe: true };
const ISOLATED = { subnetGroup: "isolated", securityGroupIds: ["sg-0a1b2c3d4e5f60001"] };
const PROCEDURES = { start: { ssmDocument: "Start-Shop" }, stop: { ssmDocument: "Stop-Shop" }, ...SAFE };
const ROLE = { role: "arn:aws:iam::000000000000:role/backup" };
const BALANCING = "arn:aws:elasticloadbalancing:us-east-1:000000000000";
const HEX = "0123456789abcdef";
const BLUE = `${BALANCING}:targetgroup/blue/${HEX}`;
const GREEN = `${BALANCING}:targetgroup/green/${HEX}`;
const GREEN_ALONE = { [BLUE]: 0, [GREEN]: 100 };
const PANEL = "arn:aws:route53-recovery-control::000000000000:controlpanel/0123456789abcdef0123456789abcdef";
const ARC_REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1", "ap-southeast-2"];

/** An instance of its own for each operation: what one has, another may not take. */
const instance = (number: number): string => `i-0a1b2c3d4e5f6${String(number).padStart(4, "0")}`;
const globals = (name: string) => ({ globalClusters: [name] });
const servers = (number: number) => ({ sourceServers: [instance(number)] });
const files = (letter: string) => ({
  fileSystems: [{ source: `fs-0${letter}1b2c3d4e5f60001`, destination: `fs-0${letter}1b2c3d4e5f60002` }],
  destinationRegion: "us-west-2",
});
const record = (name: string) => ({ hostedZoneId: `Z0${name.toUpperCase()}0001`, recordName: `${name}.example.com` });

/** By `technology/operation`. */
export const SAMPLES: Readonly<Record<string, Sample>> = {
  "application/invoke_lambda": { resources: { functions: ["app-recovery-shop"] }, config: SAFE },
  "application/invoke_lambda_async": { resources: { functions: ["app-recovery-shop-async"] }, config: SAFE },
  "application/run_automation": { resources: { documents: ["Failover-Shop"] }, config: SAFE },
  "application/run_command": {
    resources: { instances: [instance(1)] },
    config: { ssmDocument: "AWS-RunShellScript", parameters: { commands: ["true"] }, ...SAFE },
  },
  "application/start_application": { resources: { instances: [instance(2)] }, config: PROCEDURES },
  "application/stop_application": { resources: { instances: [instance(3)] }, config: PROCEDURES },
  "application/wait_online": { resources: { instances: [instance(4)] } },
  "database/failover": { resources: { clusters: ["orders"], instances: ["ledger"] } },
  "database/failback": { resources: { clusters: ["orders-back"] }, config: { targetInstance: "orders-back-instance-2" } },
  "database/global_switchover": { resources: globals("shop-switch"), config: WEST },
  "database/global_failover": { resources: globals("shop-fail"), config: LOSS, mode: "unplanned" },
  "database/global_failback": { resources: globals("shop-back"), config: WEST },
  "database/detach_from_global": { resources: globals("shop-detach"), config: { ...WEST, acceptSplitBrain: true }, mode: "unplanned" },
  "database/documentdb_switchover": { resources: globals("documents-switch"), config: WEST },
  "database/documentdb_failover": { resources: globals("documents-fail"), config: LOSS, mode: "unplanned" },
  "database/documentdb_failback": { resources: globals("documents-back"), config: WEST },
  "database/neptune_switchover": { resources: globals("graph-switch"), config: WEST },
  "database/neptune_failover": { resources: globals("graph-fail"), config: LOSS, mode: "unplanned" },
  "database/neptune_failback": { resources: globals("graph-back"), config: WEST },
  "database/elasticache_failover": { resources: { globalReplicationGroups: ["ldgnf-sessions"] }, config: WEST },
  "database/elasticache_failback": { resources: { globalReplicationGroups: ["ldgnf-sessions-back"] }, config: WEST },
  "database/oracle_switchover": { resources: { instances: ["ora-standby"] } },
  "database/promote_read_replica": { resources: { instances: ["replica"], clusters: ["replica-cluster"] }, config: { rpoSeconds: 60 } },
  "database/restore_point_in_time": { resources: { clusters: ["pit"], instances: ["pit-instance"] }, config: ISOLATED },
  "database/restore_snapshot": {
    resources: { clusterSnapshots: ["nightly"], instanceSnapshots: ["nightly-instance"] },
    config: { ...ISOLATED, instanceClass: "db.r6g.large" },
  },
  "drs/recovery": { resources: servers(11) },
  "drs/drill": { resources: servers(12) },
  "drs/terminate": { resources: servers(13) },
  "drs/terminate_recovered": { resources: servers(14) },
  "infrastructure/asg_capacity": { resources: { autoScalingGroups: [{ name: "web", desired: 2, max: 4 }] } },
  "infrastructure/dns_failover": { resources: { failoverRecords: [{ ...record("pair"), answer: "secondary" }] } },
  "infrastructure/dns_update": { resources: { route53Records: [{ ...record("update"), newValue: "10.9.8.7" }] } },
  "infrastructure/update": { resources: { route53Records: [{ ...record("older"), newValue: "10.9.8.7" }] } },
  "infrastructure/ec2_launch": {
    resources: { launchTemplates: [{ name: "web", launchTemplateId: "lt-0a1b2c3d4e5f60001", subnetId: "subnet-0a1b2c3d4e5f60001" }] },
    config: { drill: { subnetId: "subnet-0a1b2c3d4e5f60002", securityGroupIds: ["sg-0a1b2c3d4e5f60001"] } },
  },
  "infrastructure/ec2_start": { resources: { instanceIds: [instance(21)] } },
  "infrastructure/ec2_stop": { resources: { instanceIds: [instance(22)] } },
  "infrastructure/ecs_capacity": {
    resources: { ecsServices: [{ name: "arn:aws:ecs:us-east-1:000000000000:service/shop/web", desiredCount: 3 }] },
  },
  "infrastructure/eks_capacity": {
    resources: {
      nodegroups: [
        { name: "arn:aws:eks:us-east-1:000000000000:nodegroup/shop/web/aabbccdd-1111-4222-8333-444455556666", desired: 3, max: 5 },
      ],
    },
  },
  "infrastructure/event_sources": {
    resources: {
      eventSourceMappings: [
        { name: "arn:aws:lambda:us-east-1:000000000000:event-source-mapping:aabbccdd-1111-4222-8333-444455556666", enabled: true },
      ],
    },
  },
  "infrastructure/lb_targets": {
    resources: { targetGroups: [{ targetGroupArn: `${BALANCING}:targetgroup/web/${HEX}`, register: [{ id: instance(23), port: 80 }] }] },
  },
  "infrastructure/listener_weights": {
    resources: { listeners: [{ listenerArn: `${BALANCING}:listener/app/shop/${HEX}/${HEX}`, weights: GREEN_ALONE }] },
  },
  "infrastructure/rule_weights": {
    resources: { listenerRules: [{ ruleArn: `${BALANCING}:listener-rule/app/rules/${HEX}/${HEX}/${HEX}`, weights: GREEN_ALONE }] },
  },
  "infrastructure/provision_network": {
    resources: {
      networks: [{ name: "shop", cidr: "10.40.0.0/16", subnets: [{ name: "a", cidr: "10.40.1.0/24", availabilityZone: "us-west-2a" }] }],
    },
    config: { region: "us-west-2" },
  },
  "infrastructure/routing_control": {
    resources: { routingControls: [{ name: `${PANEL}/routingcontrol/${HEX}`, state: "Off" }] },
    config: { endpoints: ARC_REGIONS.map((region) => ({ url: `https://arc.${region}.example.com/v1`, region })) },
  },
  "infrastructure/sg_rules": {
    resources: { securityGroups: [{ groupId: "sg-0a1b2c3d4e5f60009", authorize: [{ fromPort: 443, toPort: 443, peer: "10.1.0.0/16" }] }] },
  },
  "netapp_ontap/failover": { resources: { sourceCluster: "ontap-a", destinationCluster: "ontap-b", volumes: ["data", "logs"] } },
  "netapp_ontap/failback": {
    resources: { sourceCluster: "ontap-c", destinationCluster: "ontap-d", volumes: ["data"] },
    config: { acceptDataLossOnSource: true },
  },
  "s3_replication/configure_replication": {
    resources: { sourceBuckets: ["bare"], destinationBuckets: { bare: "bare-dr" }, destinationRegion: "us-west-2" },
    config: { replicationRole: "arn:aws:iam::000000000000:role/s3-replication" },
  },
  "s3_replication/failover": {
    resources: {
      sourceBuckets: ["assets"],
      destinationRegion: "us-west-2",
      route53Records: [{ ...record("assets"), recordType: "CNAME" }],
    },
  },
  "s3_replication/failback": {
    resources: {
      sourceBuckets: ["assets-back"],
      destinationRegion: "us-west-2",
      route53Records: [{ ...record("back"), recordType: "CNAME" }],
    },
  },
  "sql_always_on/failover": { resources: { availabilityGroup: "AG1", primaryReplica: "SQL-A", targetReplica: "SQL-B" } },
  "sql_always_on/failback": { resources: { availabilityGroup: "AG2", primaryReplica: "SQL-C", targetReplica: "SQL-D" } },
  "storage/backup_copy": {
    resources: { protectedResources: ["arn:aws:rds:us-east-1:000000000000:db:ledger-kept"] },
    config: { ...ROLE, destinationVault: "arn:aws:backup:us-west-2:000000000000:backup-vault:dr" },
  },
  "storage/backup_restore": {
    resources: { protectedResources: ["arn:aws:elasticfilesystem:us-east-1:000000000000:file-system/fs-0e1b2c3d4e5f60009"] },
    config: ROLE,
  },
  "storage/configure_replication": { resources: files("a"), config: { acceptOverwrite: true } },
  "storage/efs_failover": { resources: files("b") },
  "storage/efs_failback": { resources: files("c"), config: { acceptOverwrite: true } },
  "storage/ebs_restore": { resources: { volumes: [{ from: "snap-0a1b2c3d4e5f60001", availabilityZone: "us-east-1a" }] } },
  "storage/ebs_snapshot": { resources: { instanceIds: [instance(31)], destinationRegion: "us-west-2" } },
};

/** Operations that need more than names: what, and the test that has it. */
export const NEED_MORE: Readonly<Record<string, { readonly what: string; readonly test: string }>> = {
  "application/health_check": { what: "an endpoint that answers", test: "services/adapter-app/test/health.spec.ts" },
  "application/run_script": { what: "a script in Parameter Store", test: "services/adapter-app/test/run-script.spec.ts" },
  "database/on_premises_failover": {
    what: "a node that runs the commands",
    test: "services/adapter-database/test/conformance-on-premises.test.ts",
  },
  "drs/reverse_replication": { what: "what a recovery launched", test: "services/adapter-drs/test/conformance-failback.test.ts" },
  "drs/failback": { what: "what is replicated back", test: "services/adapter-drs/test/conformance-failback.test.ts" },
  "drs/failback_launch": { what: "what a recovery launched", test: "services/adapter-drs/test/conformance-failback.test.ts" },
  "drs/reprotect": { what: "what was brought home", test: "services/adapter-drs/test/conformance-failback.test.ts" },
  "drs/sync_tags": { what: "the instance that is protected", test: "services/adapter-drs/test/conformance-failback.test.ts" },
  "manual/task": { what: "a person", test: "e2e/api/manual.test.ts" },
  "sql_always_on/resume": { what: "a suspended database", test: "services/adapter-sql-always-on/test/conformance.test.ts" },
};
