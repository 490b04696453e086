import { expect, test } from "vitest";
import { awsHost, awsPartition } from "./aws-host.ts";

test.each([
  ["us-east-1", "events.us-east-1.amazonaws.com", "aws"],
  ["us-gov-west-1", "events.us-gov-west-1.amazonaws.com", "aws-us-gov"],
  ["cn-northwest-1", "events.cn-northwest-1.amazonaws.com.cn", "aws-cn"],
  ["eusc-de-east-1", "events.eusc-de-east-1.amazonaws.eu", "aws-eusc"],
  ["us-iso-east-1", "events.us-iso-east-1.c2s.ic.gov", "aws-iso"],
  ["us-isob-east-1", "events.us-isob-east-1.sc2s.sgov.gov", "aws-iso-b"],
  ["eu-isoe-west-1", "events.eu-isoe-west-1.cloud.adc-e.uk", "aws-iso-e"],
  ["us-isof-south-1", "events.us-isof-south-1.csp.hci.ic.gov", "aws-iso-f"],
])("a service in %s is at %s, and named by %s", (region, host, partition) => {
  expect([awsHost("events", region), awsPartition(region)]).toEqual([host, partition]);
});
