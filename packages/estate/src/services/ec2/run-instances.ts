// RunInstances from a launch template, and DescribeLaunchTemplateVersions.
import type { DescribeLaunchTemplateVersionsResult, Reservation, ResponseLaunchTemplateData } from "@aws-sdk/client-ec2";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { NEVER_MS } from "../../estate-clock.ts";
import { readOperation, type WriteCall, writeOperation } from "../../operation.ts";
import type { WorldView } from "../../world/world.ts";
import { toTagList } from "../../tag-list.ts";
import { EC2_START, EC2_STATUS_CHECKS } from "./durations.ts";
import { dryRun, ec2PageOf } from "./ec2-input.ts";
import { instanceShape } from "./instance-shape.ts";
import {
  instanceKind,
  type InstanceRecord,
  launchTemplateKind,
  type LaunchTemplateRecord,
  SIMULATED_SUBNET,
  SIMULATED_VPC,
} from "./records.ts";
import { announceState } from "./state-events.ts";
import { tagSpecifications } from "./tags.ts";

const version = z.string().regex(/^(?:\$Default|\$Latest|[1-9]\d*)$/u, "expected $Default, $Latest or a number");

const templateRef = {
  LaunchTemplateId: z.string().optional(),
  LaunchTemplateName: z.string().optional(),
};

const input = z.object({
  MinCount: z.int().min(1),
  MaxCount: z.int().min(1).max(100),
  ClientToken: z.string().max(64).optional(),
  DryRun: z.boolean().default(false),
  SubnetId: z.string().optional(),
  SecurityGroupIds: z.array(z.string()).optional(),
  NetworkInterfaces: z
    .array(z.object({ DeviceIndex: z.int(), SubnetId: z.string().optional(), Groups: z.array(z.string()).optional() }))
    .max(1)
    .optional(),
  InstanceType: z.string().optional(),
  ImageId: z.string().optional(),
  LaunchTemplate: z.object({ ...templateRef, Version: version.default("$Default") }),
  TagSpecifications: tagSpecifications,
});

type Input = z.output<typeof input>;

/** The same ClientToken with the same request gives the same instances, with another request IdempotentParameterMismatch. */
export const runInstances = writeOperation({
  input,
  resources: ({ LaunchTemplate }) => [LaunchTemplate.LaunchTemplateId ?? LaunchTemplate.LaunchTemplateName ?? ""],
  run: (request, call): Reservation => {
    const { world, region, accountId, nowMs, chance } = call;
    const template = requireTemplate(world, region, request.LaunchTemplate);
    requireVersion(template, request.LaunchTemplate.Version);
    if (request.MinCount > request.MaxCount) throw awsError("InvalidParameterCombination", "MinCount must not be above MaxCount.");
    assertOnePlace(request, template);
    if (request.DryRun) throw dryRun();
    const text = JSON.stringify({ ...request, TagSpecifications: [...request.TagSpecifications] });
    const known = world
      .list(instanceKind, region)
      .filter(({ clientToken }) => clientToken !== undefined && clientToken === request.ClientToken);
    if (known.some(({ request: before }) => before !== text)) {
      throw awsError("IdempotentParameterMismatch", "The client token was used with other parameters.");
    }
    const reservationId = `r-${chance.hex(17, "reservation")}`;
    const made =
      known.length > 0
        ? known
        : Array.from({ length: request.MaxCount }, (_, index) => newInstance(call, { request, template, text, reservationId, index }));
    return {
      ReservationId: made[0]?.reservationId ?? reservationId,
      OwnerId: accountId,
      Groups: [],
      Instances: made.map((instance) => instanceShape(instance, nowMs)),
    };
  },
});

/** A subnet and groups stand beside network interfaces neither in one request nor in a template and a request. */
const assertOnePlace = ({ SubnetId, SecurityGroupIds, NetworkInterfaces }: Input, template: LaunchTemplateRecord): void => {
  const hasInterfaces = NetworkInterfaces !== undefined || template.subnetId !== SIMULATED_SUBNET;
  if (!hasInterfaces || (SubnetId === undefined && SecurityGroupIds === undefined)) return;
  const what = SubnetId === undefined ? "security groups" : "subnet ID";
  throw awsError(
    "InvalidParameterCombination",
    `Network interfaces and an instance-level ${what} may not be specified on the same request`,
  );
};

const subnetOf = ({ SubnetId, NetworkInterfaces }: Input): string | undefined => NetworkInterfaces?.[0]?.SubnetId ?? SubnetId;
const groupsOf = ({ SecurityGroupIds, NetworkInterfaces }: Input): readonly string[] | undefined =>
  NetworkInterfaces?.[0]?.Groups ?? SecurityGroupIds;

type Launch = {
  readonly request: Input;
  readonly template: LaunchTemplateRecord;
  readonly text: string;
  readonly reservationId: string;
  readonly index: number;
};

const newInstance = (call: WriteCall, { request, template, text, reservationId, index }: Launch): InstanceRecord => {
  const { world, region, nowMs, chance, faulty } = call;
  const runningMs = faulty("never-completes") ? NEVER_MS : nowMs + chance.durationMs(EC2_START, `run|${index}`);
  const octet = (label: string): number => Number.parseInt(chance.hex(2, `${label}|${index}`), 16);
  const instance: InstanceRecord = {
    instanceId: `i-${chance.hex(17, `instance|${index}`)}`,
    reservationId,
    region,
    availabilityZone: `${region}${["a", "b", "c"][index % 3] ?? "a"}`,
    privateIp: `10.2.${octet("ip3")}.${octet("ip4")}`,
    instanceType: request.InstanceType ?? template.instanceType,
    imageId: request.ImageId ?? template.imageId,
    subnetId: subnetOf(request) ?? template.subnetId,
    vpcId: SIMULATED_VPC,
    securityGroupIds: groupsOf(request) ?? template.securityGroupIds,
    tags: { ...template.tags, ...request.TagSpecifications.get("instance") },
    launchMs: nowMs,
    phases: [
      { fromMs: nowMs, state: "pending" as const },
      { fromMs: runningMs, state: "running" as const },
    ].filter(({ fromMs }) => fromMs < NEVER_MS),
    checksMs: chance.durationMs(EC2_STATUS_CHECKS, `checks|${index}`),
    ...(faulty("checks-failed") && { impaired: true }),
    clientToken: request.ClientToken,
    request: text,
  };
  world.put(instanceKind, region, instance.instanceId, instance);
  announceState(call, instance, nowMs);
  return instance;
};

type TemplateRef = { readonly LaunchTemplateId?: string | undefined; readonly LaunchTemplateName?: string | undefined };

const requireTemplate = (world: WorldView, region: string, { LaunchTemplateId, LaunchTemplateName }: TemplateRef): LaunchTemplateRecord => {
  const found = world
    .list(launchTemplateKind, region)
    .find(({ templateId, name }) => (LaunchTemplateId === undefined ? name === LaunchTemplateName : templateId === LaunchTemplateId));
  if (found !== undefined) return found;
  throw LaunchTemplateId === undefined
    ? awsError("InvalidLaunchTemplateName.NotFoundException", `The launch template '${LaunchTemplateName}' does not exist.`)
    : awsError("InvalidLaunchTemplateId.NotFound", `The launch template ID '${LaunchTemplateId}' does not exist.`);
};

const requireVersion = ({ latestVersion }: LaunchTemplateRecord, wanted: string): void => {
  if (Number(wanted) > latestVersion) throw awsError("InvalidLaunchTemplateId.VersionNotFound", `Version ${wanted} does not exist.`);
};

/** Versions of one template, by number or `$Default` and `$Latest`. */
export const describeLaunchTemplateVersions = readOperation({
  input: z.object({
    ...templateRef,
    Versions: z.array(version).default([]),
    MaxResults: z.int().min(1).max(200).optional(),
    NextToken: z.string().optional(),
    DryRun: z.boolean().default(false),
  }),
  resources: ({ LaunchTemplateId, LaunchTemplateName }) => [LaunchTemplateId ?? LaunchTemplateName ?? ""],
  run: ({ Versions, DryRun, ...query }, { world, region, nowMs }): DescribeLaunchTemplateVersionsResult => {
    const template = requireTemplate(world, region, query);
    if (DryRun) throw dryRun();
    for (const wanted of Versions) requireVersion(template, wanted);
    const numbers = Versions.length === 0 ? allVersions(template) : Versions.map((wanted) => numberOf(template, wanted));
    const { items, nextToken } = ec2PageOf(numbers, query);
    return {
      LaunchTemplateVersions: items.map((VersionNumber) => ({
        LaunchTemplateId: template.templateId,
        LaunchTemplateName: template.name,
        VersionNumber,
        DefaultVersion: VersionNumber === template.defaultVersion,
        CreateTime: new Date(nowMs - (nowMs % 1000)),
        LaunchTemplateData: {
          ImageId: template.imageId,
          InstanceType: template.instanceType as "m6i.large",
          ...networkOf(template),
          TagSpecifications: [{ ResourceType: "instance", Tags: toTagList(template.tags) }],
        },
      })),
      ...(nextToken !== undefined && { NextToken: nextToken }),
    };
  },
});

/** A template that names a subnet does so in a network interface, and then its groups stand there too. */
const networkOf = ({ subnetId, securityGroupIds }: LaunchTemplateRecord): ResponseLaunchTemplateData =>
  subnetId === SIMULATED_SUBNET
    ? { SecurityGroupIds: [...securityGroupIds] }
    : { NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: subnetId, Groups: [...securityGroupIds] }] };

const allVersions = ({ latestVersion }: LaunchTemplateRecord): readonly number[] =>
  Array.from({ length: latestVersion }, (_, index) => latestVersion - index);

const numberOf = ({ defaultVersion, latestVersion }: LaunchTemplateRecord, wanted: string): number =>
  wanted === "$Default" ? defaultVersion : wanted === "$Latest" ? latestVersion : Number(wanted);
