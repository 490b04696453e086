/** The part of FSx that file systems made by a restore need, in one Region. */
import { DeleteFileSystemCommand, DescribeFileSystemsCommand, FSxClient } from "@aws-sdk/client-fsx";
import { createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";
import { orNull } from "./or-null.ts";

/** FSx in one Region. */
export interface FsxPort {
  /** The lifecycle word of a file system; null: it is not there. */
  readonly lifecycle: (id: string) => Promise<string | null>;
  readonly deleteFsxFileSystem: (id: string) => Promise<void>;
}

/** FSx behind its port. */
export function createFsxPort(env: FunctionEnv, region: string | undefined): FsxPort {
  const { read, mutate } = createClientPair(env, (config) => new FSxClient(config), region);
  return {
    lifecycle: (id) =>
      orNull(["FileSystemNotFound"], async () => {
        const { FileSystems = [] } = await read.send(new DescribeFileSystemsCommand({ FileSystemIds: [id] }));
        return FileSystems[0]?.Lifecycle ?? null;
      }),
    deleteFsxFileSystem: async (FileSystemId) => {
      await mutate.send(new DeleteFileSystemCommand({ FileSystemId }));
    },
  };
}
