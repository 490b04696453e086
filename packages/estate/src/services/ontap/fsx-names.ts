// Amazon FSx for ONTAP: the cluster of a file system is called `FsxId` and the rest of the file system's id.

/** The name of the cluster: of a file system, or as it is. */
export const fsxClusterName = (written: string): string =>
  /^fs-[0-9a-f]+$/u.test(written) ? `FsxId${written.slice("fs-".length)}` : written;

/** The file system of a cluster, if it is one of FSx. */
export const fileSystemOf = (cluster: string): string | undefined => {
  const id = /^FsxId(?<id>[0-9a-f]+)$/u.exec(cluster)?.groups?.["id"];
  return id === undefined ? undefined : `fs-${id}`;
};
