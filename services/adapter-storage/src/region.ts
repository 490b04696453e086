/** How a plan writes a Region. */
import * as z from "zod";

/** The name of a Region. */
export const regionName = z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "expected a Region such as us-west-2");
