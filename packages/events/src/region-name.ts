/** How a Region of AWS is written. */
import * as z from "zod";

/** The name of a Region, such as `us-west-2` or `us-gov-east-1`. */
export const REGION_NAME = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/** The name of a Region as plans, requests and events give it. */
export const regionName = z.string().regex(REGION_NAME, "expected a Region such as us-west-2");
