/** Services of all Regions that are changed in us-east-1 alone: where that is lost, they go on as they are, and nobody changes them. */
import { classifyAwsError } from "@dr/adapter-kit";
import { DrError } from "@dr/events";

/** The Region where CloudFront and Route 53 are changed (AWS fault isolation boundaries, "Global services"). */
export const CONTROL_REGION = "us-east-1";

/** What leads clients over where nobody can change the service. */
export const INSTEAD = {
  CloudFront: "an origin group with the replica as its second origin leads reads over without any change",
  "Route 53": "a failover record with a health check, or a routing control, leads clients over without any change",
} as const;

/** A look at such a service. Where no answer comes, throws `s3.control_plane_lost`, which is waited for, and says what leads clients over meanwhile. */
export async function atControlPlane<Answer>(service: keyof typeof INSTEAD, look: () => Promise<Answer>): Promise<Answer> {
  try {
    return await look();
  } catch (error) {
    const { class: errorClass, failure } = classifyAwsError(error);
    if (errorClass !== "TRANSIENT" && errorClass !== "UNKNOWN_OUTCOME") throw error;
    const message = `${service} is changed in ${CONTROL_REGION} alone, and cannot be asked (${failure.message}): ${INSTEAD[service]}`;
    throw new DrError("s3.control_plane_lost", message, { retryable: true, details: { service, region: CONTROL_REGION }, cause: error });
  }
}
