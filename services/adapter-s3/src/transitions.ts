/** What the operations of this adapter are made with. */
import { transitionsOn } from "@dr/adapter-kit";
import type { S3Clients } from "./s3-client.ts";

export const { effects, choice } = transitionsOn<S3Clients>();
