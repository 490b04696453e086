/** Bugs in what is decided about changes. */
import type { ExecutionState } from "@dr/domain";
import { changedCommand, inDecider, type Mutant } from "./mutant.ts";

function needingNoChange(state: ExecutionState): ExecutionState {
  return state.request === null ? state : { ...state, request: { ...state.request, changeRequired: false } };
}

/** As if the pause needed nobody at all. */
function needingNobody(state: ExecutionState): ExecutionState {
  const approval = state.pause?.approval;
  return state.pause && approval ? { ...state, pause: { ...state.pause, approval: { ...approval, minApprovals: 0 } } } : state;
}

/** Bugs in changes. */
export const changeMutants: readonly Mutant[] = [
  {
    name: "starts-without-its-change",
    plant: inDecider(({ decide }) => ({ decide: (state, command) => decide(needingNoChange(state), command) })),
  },
  {
    name: "takes-a-change-of-other-resources",
    plant: changedCommand("RecordChange", (command, { planHash, manifestHash, mode }) => ({
      ...command,
      change: { ...command.change, planHash, manifestHash: manifestHash ?? "", mode },
    })),
  },
  {
    name: "breaks-the-glass-early",
    plant: inDecider(({ decide }) => ({
      decide: (state, command) => decide(command.type === "DecideApproval" && command.breakGlass ? needingNobody(state) : state, command),
    })),
  },
];
