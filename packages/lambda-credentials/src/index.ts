/** Where AWS clients take their credentials from: the environment that Lambda (or local/) gives a function, and nowhere else. */

/** Credentials as AWS clients take them. */
export interface EnvironmentCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Stands in for `defaultProvider` of `@aws-sdk/credential-provider-node` (see the override in pnpm-workspace.yaml): a provider of the keys in
 * `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` (Lambda developer guide, "Defined runtime environment variables").
 * Rejects with a `CredentialsProviderError` if there are none.
 */
export function defaultProvider(): () => Promise<EnvironmentCredentials> {
  return () => {
    // oxlint-disable-next-line node/no-process-env -- Lambda hands the role's keys over in the environment; nothing else has them.
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = process.env;
    if (!accessKeyId || !secretAccessKey) return Promise.reject(missing());
    return Promise.resolve({ accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) });
  };
}

function missing(): Error {
  const error = new Error(
    "no AWS credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set. Profiles, SSO and web identity are not read; " +
      'turn them into keys first: eval "$(aws configure export-credentials --format env)"',
  );
  error.name = "CredentialsProviderError";
  return error;
}
