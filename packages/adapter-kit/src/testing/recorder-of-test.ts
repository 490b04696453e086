/** A recorder that lives as long as the test that starts it. */
import { onTestFinished, vi } from "vitest";
import { startAwsRecorder, type AwsRecorder } from "./aws-recorder.ts";

/** Starts a recorder and lends the process its keys, which clients read from there; both end with the test. */
export async function recorderOfTest(...[answer]: Parameters<typeof startAwsRecorder>): Promise<AwsRecorder> {
  const recorder = await startAwsRecorder(answer);
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const) vi.stubEnv(name, recorder.env[name]);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await recorder.stop();
  });
  return recorder;
}
