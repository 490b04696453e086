/** What the clients of a target are built with. */
import type { AwsClientConfig } from "@dr/runtime";

/** Credentials of an account; absent for one's own. */
export interface SourceCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Configuration of a client on one account and Region. */
export type SourceConfig = AwsClientConfig & { readonly credentials?: () => Promise<SourceCredentials> };
