/** The port of health checks with the real SDK client: what goes over the wire, how often, and how answers are read. */
import { classifyAwsError } from "@dr/adapter-kit";
import { recorderOfTest, type AwsRecorder, type RecordedAnswer } from "@dr/adapter-kit/testing";
import { expect, test } from "vitest";
import type { HealthCheckPort } from "../src/clients/health-check-client.ts";
import { createInfraClients } from "../src/infra-client.ts";

let recorder: AwsRecorder | undefined;

async function answering(answer: RecordedAnswer): Promise<HealthCheckPort> {
  recorder = await recorderOfTest(() => answer);
  return createInfraClients(recorder.env).healthChecks;
}

const xmlns = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"';

test("a setting is sent once, with the version that it is for, and nothing else of the check", async () => {
  const port = await answering("reset");
  const thrown: unknown = await port.set({ id: "hc-1", version: 7 }, { disabled: true, inverted: true }).catch((error: unknown) => error);
  expect(classifyAwsError(thrown).class).toBe("UNKNOWN_OUTCOME");
  expect(recorder?.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /2013-04-01/healthcheck/hc-1"]);
  expect(
    recorder?.requests[0]?.body
      .replace(/^.*?<UpdateHealthCheckRequest[^>]*>/, "")
      .match(/<\w+>[^<]+/g)
      ?.toSorted(),
  ).toEqual(["<Disabled>true", "<HealthCheckVersion>7", "<Inverted>true"]);
});

test("a check that was changed meanwhile is looked at again", async () => {
  const body = `<ErrorResponse ${xmlns}><Error><Type>Sender</Type><Code>HealthCheckVersionMismatch</Code><Message>no</Message></Error></ErrorResponse>`;
  const port = await answering({ status: 409, body });
  const thrown: unknown = await port.set({ id: "hc-1", version: 7 }, { disabled: true, inverted: true }).catch((error: unknown) => error);
  expect(classifyAwsError(thrown).class).toBe("CONFLICT");
});

test.each([
  ["two of ten are enough", [...Array<string>(2).fill("Success: 200"), ...Array<string>(8).fill("Failure: refused")], "healthy"],
  ["one of ten is not", ["Success: 200", ...Array<string>(9).fill("Failure: refused")], "unhealthy"],
  ["a word that nobody knows is no opinion", ["Thinking", "Success: 200"], "healthy"],
  ["without any opinion nobody knows", ["Thinking"], undefined],
  ["without checkers nobody knows", [], undefined],
])("health by the checkers: %s", async (_name, words, expected) => {
  const seen = words.map(
    (word) => `<HealthCheckObservation><StatusReport><Status>${word}</Status></StatusReport></HealthCheckObservation>`,
  );
  const port = await answering({
    body: `<GetHealthCheckStatusResponse ${xmlns}><HealthCheckObservations>${seen.join("")}</HealthCheckObservations></GetHealthCheckStatusResponse>`,
  });
  expect(await port.sees("hc-1")).toBe(expected);
});
