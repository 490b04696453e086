// The one list of simulated services. Everything else reads it: dispatch, seeds, plans, state.
import type * as z from "zod";
import { autoscaling } from "./services/autoscaling/service.ts";
import { backup } from "./services/backup/service.ts";
import { cloudformation } from "./services/cloudformation/service.ts";
import { cloudfront } from "./services/cloudfront/service.ts";
import { cloudwatch } from "./services/cloudwatch/service.ts";
import { cognitoIdp } from "./services/cognito-idp/service.ts";
import { drs } from "./services/drs/service.ts";
import { drsSolution } from "./services/drs-solution/service.ts";
import { ec2 } from "./services/ec2/service.ts";
import { ecs } from "./services/ecs/service.ts";
import { efs } from "./services/efs/service.ts";
import { eks } from "./services/eks/service.ts";
import { elasticache } from "./services/elasticache/service.ts";
import { elbv2 } from "./services/elbv2/service.ts";
import { fsx } from "./services/fsx/service.ts";
import { lambda } from "./services/lambda/service.ts";
import { ontap } from "./services/ontap/service.ts";
import { rds } from "./services/rds/service.ts";
import { recoveryCluster } from "./services/recovery-cluster/service.ts";
import { route53 } from "./services/route53/service.ts";
import { s3 } from "./services/s3/service.ts";
import { s3Control } from "./services/s3-control/service.ts";
import { secretsmanager } from "./services/secretsmanager/service.ts";
import { sqlserver } from "./services/sqlserver/service.ts";
import { ssm } from "./services/ssm/service.ts";
import { states } from "./services/states/service.ts";
import { sts } from "./services/sts/service.ts";
import { tagging } from "./services/tagging/service.ts";

/** Every simulated service, in the order in which seeds are applied. */
export const SERVICES = [
  rds,
  cloudwatch,
  drs,
  ec2,
  autoscaling,
  elbv2,
  route53,
  ssm,
  lambda,
  states,
  cognitoIdp,
  drsSolution,
  sts,
  tagging,
  secretsmanager,
  ontap,
  ecs,
  eks,
  recoveryCluster,
  sqlserver,
  elasticache,
  s3,
  s3Control,
  cloudfront,
  efs,
  cloudformation,
  fsx,
  backup,
] as const;

type Service = (typeof SERVICES)[number];

/** A seed document as a caller writes it: a part per service, everything optional. */
export type SeedDocument = { readonly [S in Service as S["service"]]?: z.input<S["seed"]["schema"]> };

/** A seed document with its defaults filled in. */
export type ParsedSeed = { readonly [S in Service as S["service"]]: z.output<S["seed"]["schema"]> };

/** The state of the world: a part per service. */
export type EstateState = { readonly [S in Service as S["service"]]: ReturnType<S["view"]> };
