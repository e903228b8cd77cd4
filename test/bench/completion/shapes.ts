import type { BackendShape } from "./simulatedModel.ts";

export const backendShapes: readonly BackendShape[] = [
  {
    name: "fast",
    firstTokenMs: [60, 60],
    tokensPerSecond: 120,
    slots: 4,
    isLoopback: true,
    isChatOnly: false,
  },
  {
    name: "remote",
    firstTokenMs: [250, 250],
    tokensPerSecond: 150,
    slots: 8,
    isLoopback: false,
    isChatOnly: false,
  },
  {
    name: "slow",
    firstTokenMs: [700, 700],
    tokensPerSecond: 40,
    slots: 8,
    isLoopback: false,
    isChatOnly: false,
  },
  {
    name: "spark-like",
    firstTokenMs: [800, 2500],
    tokensPerSecond: 60,
    slots: 2,
    isLoopback: false,
    isChatOnly: true,
    maxRequestsPerSecond: 2,
  },
];
