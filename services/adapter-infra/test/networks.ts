/** Networks for the tests. */
import type { SeedDocument } from "@dr/estate";
import { contentOf } from "../src/network/template.ts";

/** A network with two subnets. */
export const SHOP = {
  name: "shop",
  cidr: "10.1.0.0/16",
  subnets: [
    { name: "app-a", cidr: "10.1.1.0/24", availabilityZone: "us-west-2a" },
    { name: "app-b", cidr: "10.1.2.0/24", availabilityZone: "us-west-2b" },
  ],
};
/** The same before its second subnet. */
export const SMALLER = { ...SHOP, subnets: SHOP.subnets.slice(0, 1) };

/** A stack that this adapter made. */
export function madeBefore(network: typeof SHOP): NonNullable<NonNullable<SeedDocument["cloudformation"]>["stacks"]>[number] {
  const { template, tags } = contentOf(network);
  return {
    name: `dr-network-${network.name}`,
    region: "us-west-2",
    template: JSON.parse(template) as { Resources: Record<string, { Type: string }> },
    tags: { ...tags },
  };
}
