/** Takes a Region of the simulated estate away. */

/** From now on every connection to it is reset. Throws if the estate refuses. */
export async function loseRegion(endpoint: string, region: string): Promise<void> {
  const response = await fetch(`${endpoint}/_local/estate/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ kind: "region-down", region }),
  });
  if (!response.ok) throw new Error(`the Region ${region} could not be taken away: ${response.status} ${await response.text()}`);
}
