/** Keys: one for each class of data, kept when everything else is removed, because what it encrypts is kept. */
import type { Account } from "../model/arns.ts";
import { DATA_CLASSES, KEY_DESCRIPTIONS, keyAlias, keyPolicy, type DataClass } from "../model/key-policy.ts";
import { logicalName } from "../model/names.ts";
import { isJoining, type Regions } from "../model/regions.ts";
import { KEY_ROOT } from "../model/settings.ts";

/** ARNs of keys by class. */
export type Keys = Readonly<Record<DataClass, $util.Input<string>>>;

/** The keys here, and those of the same classes in the replica's Region. */
export interface KeyRing {
  readonly keys: Keys;
  readonly replicaKeys: Partial<Keys>;
}

/** Classes of what lies in tables: their keys exist in both Regions. */
const SHARED: ReadonlySet<DataClass> = new Set<DataClass>(["evidence", "state", "outside"]);

/** What keys are made with. */
export interface KeyOptions {
  readonly account: Account;
  readonly regions: Regions;
  /** True if keys that an earlier installation left are to be taken over. */
  readonly adopt: boolean;
  /** What Parameter Store has below `KEY_ROOT`: in the replica's Region, the ARNs that the home Region has left. */
  readonly recorded: ReadonlyMap<string, string>;
}

/** Creates the keys of the platform and leaves their ARNs for the adapters' apps. A deployment that joins makes those of its own Region alone. */
export async function createKeys(options: KeyOptions): Promise<KeyRing> {
  const joins = isJoining(options.regions, options.account.region);
  const ours = DATA_CLASSES.filter((dataClass) => !joins || !SHARED.has(dataClass));
  const made = await Promise.all(ours.map(async (dataClass) => [dataClass, await createKey(dataClass, options)] as const));
  const { replica } = options.regions;
  const replicaKeys =
    replica === undefined || joins
      ? []
      : made.flatMap(([dataClass, key]) =>
          SHARED.has(dataClass) ? [[dataClass, replicate(dataClass, key.arn, replica, options.account)] as const] : [],
        );
  return {
    keys: { ...recordedKeys(options.recorded, ""), ...Object.fromEntries(made.map(([dataClass, { arn }]) => [dataClass, arn])) } as Keys,
    replicaKeys: Object.fromEntries(replicaKeys),
  };
}

/** The keys that a platform has left in Parameter Store. Throws for a class that it has not. */
export function keysFrom(recorded: ReadonlyMap<string, string>): KeyRing {
  const keys = recordedKeys(recorded, "");
  const missing = DATA_CLASSES.filter((dataClass) => keys[dataClass] === undefined);
  if (missing.length > 0) throw new Error(`no key for ${missing.join(", ")} in ${KEY_ROOT}: deploy the platform first`);
  return { keys: keys as Keys, replicaKeys: recordedKeys(recorded, "-replica") };
}

function recordedKeys(recorded: ReadonlyMap<string, string>, suffix: string): Partial<Record<DataClass, string>> {
  return Object.fromEntries(
    DATA_CLASSES.flatMap((dataClass) => {
      const arn = recorded.get(`${KEY_ROOT}/${dataClass}${suffix}`);
      return arn === undefined ? [] : [[dataClass, arn]];
    }),
  );
}

async function createKey(dataClass: DataClass, { account, regions, adopt }: KeyOptions): Promise<aws.kms.Key> {
  const logical = `${logicalName(dataClass)}Key`;
  const alias = keyAlias(dataClass);
  const kept = adopt ? { import: (await aws.kms.getAlias({ name: alias })).targetKeyId } : {};
  const key = new aws.kms.Key(
    logical,
    {
      description: KEY_DESCRIPTIONS[dataClass],
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      multiRegion: SHARED.has(dataClass),
      policy: keyPolicy(dataClass, account),
    },
    { retainOnDelete: true, ...kept },
  );
  // A key is of no use without the name by which it is found again.
  new aws.kms.Alias(`${logical}Alias`, { name: alias, targetKeyId: key.id }, { retainOnDelete: true, ...(adopt && { import: alias }) });
  announce(dataClass, key.arn, regions.home === account.region ? {} : { region: account.region });
  return key;
}

function replicate(dataClass: DataClass, primaryKeyArn: $util.Input<string>, region: string, account: Account): $util.Output<string> {
  const logical = `${logicalName(dataClass)}ReplicaKey`;
  const key = new aws.kms.ReplicaKey(
    logical,
    { region, primaryKeyArn, description: KEY_DESCRIPTIONS[dataClass], deletionWindowInDays: 30, policy: keyPolicy(dataClass, account) },
    { retainOnDelete: true },
  );
  // For the deployment there, and for the adapters' apps here.
  announce(dataClass, key.arn, { region, logical: `${logical}There` });
  announce(`${dataClass}-replica`, key.arn, { logical: `${logical}Here` });
  return key.arn;
}

function announce(name: string, value: $util.Output<string>, { region, logical }: { region?: string; logical?: string }): void {
  new aws.ssm.Parameter(logical ?? `${logicalName(name)}KeyParameter`, {
    name: `${KEY_ROOT}/${name}`,
    type: "String",
    value,
    ...(region !== undefined && { region }),
  });
}
