// The other outcome of a call.

/** The error that a call must end in; fails the test when the call succeeds. */
export const failureOf = async (call: Promise<unknown>): Promise<Error & { readonly [member: string]: unknown }> => {
  try {
    await call;
  } catch (error) {
    return error as Error & { readonly [member: string]: unknown };
  }
  throw new Error("the call succeeded, a failure was expected");
};
