/** Routes of Multi-Region Access Points. Five Regions answer for all: the first of them that does is asked. */
import { GetMultiRegionAccessPointRoutesCommand, SubmitMultiRegionAccessPointRoutesCommand } from "@aws-sdk/client-s3-control";
import { classifyAwsError, createRegionalClients } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import { controlPair } from "./control-client.ts";

/** A bucket behind an access point, and its share of the traffic: 0 or 100. */
export interface Route {
  readonly bucket: string;
  readonly region: string;
  readonly dial: number;
}

/** Access points by their ARN. */
export interface RoutePort {
  readonly routes: (arn: string) => Promise<readonly Route[]>;
  /** Turns routes on and off together. Done twice it is as done once. */
  readonly submitRoutes: (arn: string, routes: readonly Pick<Route, "bucket" | "dial">[]) => Promise<void>;
}

/** Where the control plane of routes answers (Amazon S3 API reference, SubmitMultiRegionAccessPointRoutes). */
const CONTROL_REGIONS = ["us-west-2", "us-east-1", "eu-west-1", "ap-northeast-1", "ap-southeast-2"];

/** Routes behind their port. */
export function createRoutePort(env: FunctionEnv): RoutePort {
  const at = createRegionalClients((region) => controlPair(env, region));
  const accountOf = (arn: string): string => arn.split(":")[4] ?? "";
  const read = async (arn: string, region: string): Promise<readonly Route[]> => {
    const { Routes = [] } = await at(region).read.send(
      new GetMultiRegionAccessPointRoutesCommand({ AccountId: accountOf(arn), Mrap: arn }),
    );
    return Routes.map(({ Bucket = "", Region = "", TrafficDialPercentage = 0 }) => ({
      bucket: Bucket,
      region: Region,
      dial: TrafficDialPercentage,
    }));
  };
  /** A Region that answers reads. A refusal is an answer. */
  const firstAnswer = async (arn: string): Promise<{ readonly region: string; readonly routes: readonly Route[] }> => {
    let last: unknown;
    for (const region of CONTROL_REGIONS) {
      try {
        return { region, routes: await read(arn, region) };
      } catch (error) {
        if (!["TRANSIENT", "UNKNOWN_OUTCOME"].includes(classifyAwsError(error).class)) throw error;
        last = error;
      }
    }
    throw last;
  };
  return {
    routes: async (arn) => (await firstAnswer(arn)).routes,
    submitRoutes: async (arn, routes) => {
      // Sent once, to a Region that has just answered: an answer that is lost is looked up, not sent to the next one.
      const { region } = await firstAnswer(arn);
      await at(region).mutate.send(
        new SubmitMultiRegionAccessPointRoutesCommand({
          AccountId: accountOf(arn),
          Mrap: arn,
          RouteUpdates: routes.map(({ bucket, dial }) => ({ Bucket: bucket, TrafficDialPercentage: dial })),
        }),
      );
    },
  };
}
