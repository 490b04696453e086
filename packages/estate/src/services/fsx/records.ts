// File systems of the simulated FSx.
import { defineKind } from "../../world/kind.ts";

export type FsxRecord = { readonly id: string; readonly createdMs: number; readonly availableMs: number };

export const fsxKind = defineKind<FsxRecord>("fsx.file-system");
