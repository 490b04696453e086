/** Amazon FSx for NetApp ONTAP: what AWS calls a file system is a cluster, under a name and at an address that follow from its id. */
import { awsHost } from "@dr/runtime";

const FILE_SYSTEM = /^fs-([0-9a-f]{8,40})$/;

/** The name that ONTAP itself gives a cluster: that of a file system is `FsxId` and the rest of its id (as the FSx for ONTAP user guide shows it; assumed, not read again for this). */
export function ontapName(written: string): string {
  const id = FILE_SYSTEM.exec(written.toLowerCase())?.[1];
  return id === undefined ? written : `FsxId${id}`;
}

/** Whether both mean one cluster: by its name, or by the file system's id. */
export function isSameCluster(one: string, other: string): boolean {
  return ontapName(one).toLowerCase() === ontapName(other).toLowerCase();
}

/** Where a file system is managed: `management.<id>.fsx.<Region>…` (the form that FSx's console shows; assumed likewise); undefined for what is none. */
export function managementEndpoint(written: string, region: string): string | undefined {
  const name = written.toLowerCase();
  return FILE_SYSTEM.test(name) ? `https://management.${name}.${awsHost("fsx", region)}` : undefined;
}
