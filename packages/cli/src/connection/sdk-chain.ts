/** Credentials as every AWS tool finds them: variables, profiles (also SSO and processes), containers, instances. */
import { createCredentialChain, fromContainerMetadata, fromEnv, fromIni, fromInstanceMetadata } from "@aws-sdk/credential-providers";

/** A provider that renews. A profile that is named is the only place that is looked at. */
export function fromSdkChain(profile: string | undefined) {
  if (profile !== undefined) return fromIni({ profile });
  return createCredentialChain(fromEnv(), fromIni(), fromContainerMetadata({ maxRetries: 0 }), fromInstanceMetadata({ maxRetries: 0 }));
}
