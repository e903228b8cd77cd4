import type { GateVerdicts } from "./gates.ts";

/** Written by `npm run simulate`; not to be edited by hand. */
export const gateVerdicts: GateVerdicts = {
  formulaVersion: "ledger 3, sums 2, rules 2, effect 2",
  sourceHash: "ac86081e504d744f7c5a7d949b385930f6b8862f679b625f7dcc12780d40147f",
  runsPerCell: 200,
  rows: [
    {
      id: "low reading is not above the truth, effect -20",
      grades: [
        "B",
        "C"
      ],
      target: ">= 90 % of developers",
      figure: "100.0 % of 200",
      isPassed: true
    },
    {
      id: "bracket holds the truth, effect -20",
      grades: [
        "B",
        "C"
      ],
      target: ">= 90 % of developers",
      figure: "100.0 % of 200",
      isPassed: true
    },
    {
      id: "low reading is not above the truth, effect 0",
      grades: [
        "B",
        "C"
      ],
      target: ">= 90 % of developers",
      figure: "100.0 % of 200",
      isPassed: true
    },
    {
      id: "bracket holds the truth, effect 0",
      grades: [
        "B",
        "C"
      ],
      target: ">= 90 % of developers",
      figure: "100.0 % of 200",
      isPassed: true
    },
    {
      id: "low reading is not above the truth, effect 10",
      grades: [
        "B",
        "C"
      ],
      target: ">= 90 % of developers",
      figure: "100.0 % of 200",
      isPassed: true
    },
    {
      id: "bracket holds the truth, effect 10",
      grades: [
        "B",
        "C"
      ],
      target: ">= 90 % of developers",
      figure: "100.0 % of 200",
      isPassed: true
    },
    {
      id: "low reading is not above the truth, effect 20",
      grades: [
        "B",
        "C"
      ],
      target: ">= 90 % of developers",
      figure: "100.0 % of 200",
      isPassed: true
    },
    {
      id: "bracket holds the truth, effect 20",
      grades: [
        "B",
        "C"
      ],
      target: ">= 90 % of developers",
      figure: "98.5 % of 200",
      isPassed: true
    },
    {
      id: "low reading is not above the truth, effect 40",
      grades: [
        "B",
        "C"
      ],
      target: ">= 90 % of developers",
      figure: "100.0 % of 200",
      isPassed: true
    },
    {
      id: "bracket holds the truth, effect 40",
      grades: [
        "B",
        "C"
      ],
      target: ">= 90 % of developers",
      figure: "100.0 % of 200",
      isPassed: true
    },
    {
      id: "low reading is not above the truth, effect 50",
      grades: [
        "B",
        "C"
      ],
      target: ">= 90 % of developers",
      figure: "100.0 % of 200",
      isPassed: true
    },
    {
      id: "bracket holds the truth, effect 50",
      grades: [
        "B",
        "C"
      ],
      target: ">= 90 % of developers",
      figure: "99.0 % of 200",
      isPassed: true
    },
    {
      id: "95 % interval holds the developer's long-run low reading",
      grades: [
        "B",
        "C"
      ],
      target: "93 to 97 %",
      figure: "91.5 % of 200",
      isPassed: true
    },
    {
      id: "95 % interval holds the developer's long-run mid reading",
      grades: [
        "B"
      ],
      target: "93 to 97 %",
      figure: "94.5 % of 200",
      isPassed: true
    },
    {
      id: "worthless assistant reads below zero",
      grades: [
        "B",
        "C"
      ],
      target: ">= 95 % of runs",
      figure: "100.0 % of 200",
      isPassed: true
    },
    {
      id: "text 30 % longer, no gain: low reading",
      grades: [
        "B",
        "C"
      ],
      target: "within 2.00 points",
      figure: "-0.06 points (200 runs)",
      isPassed: true
    },
    {
      id: "text 30 % longer, no gain: mid reading",
      grades: [
        "B"
      ],
      target: "within 2.00 points",
      figure: "0.45 points (193 runs)",
      isPassed: true
    },
    {
      id: "10 % of tasks in a wrong phase, design: shift of the low reading",
      grades: [
        "B",
        "C"
      ],
      target: "within 4.00 points",
      figure: "-0.38 points (188 runs)",
      isPassed: true
    },
    {
      id: "10 % of tasks in a wrong phase, design: mid reading against truth",
      grades: [
        "B"
      ],
      target: "within 4.00 points",
      figure: "-3.19 points (196 runs)",
      isPassed: true
    },
    {
      id: "10 % of tasks in a wrong phase, development: shift of the low reading",
      grades: [
        "B",
        "C"
      ],
      target: "within 4.00 points",
      figure: "-0.62 points (200 runs)",
      isPassed: true
    },
    {
      id: "10 % of tasks in a wrong phase, development: mid reading against truth",
      grades: [
        "B"
      ],
      target: "within 4.00 points",
      figure: "-1.65 points (199 runs)",
      isPassed: true
    },
    {
      id: "10 % of tasks in a wrong phase, testing: shift of the low reading",
      grades: [
        "B",
        "C"
      ],
      target: "within 4.00 points",
      figure: "-0.72 points (198 runs)",
      isPassed: true
    },
    {
      id: "10 % of tasks in a wrong phase, testing: mid reading against truth",
      grades: [
        "B"
      ],
      target: "within 4.00 points",
      figure: "-2.58 points (197 runs)",
      isPassed: true
    },
    {
      id: "10 % of tasks in a wrong phase, other: shift of the low reading",
      grades: [
        "B",
        "C"
      ],
      target: "within 6.00 points",
      figure: "2.32 points (170 runs)",
      isPassed: true
    },
    {
      id: "10 % of tasks in a wrong phase, other: mid reading against truth",
      grades: [
        "B"
      ],
      target: "within 6.00 points",
      figure: "4.93 points (176 runs)",
      isPassed: true
    },
    {
      id: "idle cut-off 60 to 300 s moves the low reading, worst cell",
      grades: [
        "B",
        "C"
      ],
      target: "within 3.00 points",
      figure: "1.31 points (200 runs)",
      isPassed: true
    },
    {
      id: "mid reading, mean absolute error, effect -20",
      grades: [
        "B"
      ],
      target: "within 3.00 points",
      figure: "1.39 points (193 runs)",
      isPassed: true
    },
    {
      id: "mid reading, bias, effect -20",
      grades: [
        "B"
      ],
      target: "within 1.50 points",
      figure: "1.29 points (193 runs)",
      isPassed: true
    },
    {
      id: "mid reading, mean absolute error, effect 0",
      grades: [
        "B"
      ],
      target: "within 3.00 points",
      figure: "0.91 points (193 runs)",
      isPassed: true
    },
    {
      id: "mid reading, bias, effect 0",
      grades: [
        "B"
      ],
      target: "within 1.50 points",
      figure: "0.73 points (193 runs)",
      isPassed: true
    },
    {
      id: "mid reading, mean absolute error, effect 10",
      grades: [
        "B"
      ],
      target: "within 3.00 points",
      figure: "0.43 points (193 runs)",
      isPassed: true
    },
    {
      id: "mid reading, bias, effect 10",
      grades: [
        "B"
      ],
      target: "within 1.50 points",
      figure: "0.24 points (193 runs)",
      isPassed: true
    },
    {
      id: "mid reading, mean absolute error, effect 20",
      grades: [
        "B"
      ],
      target: "within 3.00 points",
      figure: "0.45 points (193 runs)",
      isPassed: true
    },
    {
      id: "mid reading, bias, effect 20",
      grades: [
        "B"
      ],
      target: "within 1.50 points",
      figure: "-0.12 points (193 runs)",
      isPassed: true
    },
    {
      id: "mid reading, mean absolute error, effect 40",
      grades: [
        "B"
      ],
      target: "within 3.00 points",
      figure: "1.06 points (199 runs)",
      isPassed: true
    },
    {
      id: "mid reading, bias, effect 40",
      grades: [
        "B"
      ],
      target: "within 1.50 points",
      figure: "-1.03 points (199 runs)",
      isPassed: true
    },
    {
      id: "mid reading, mean absolute error, effect 50",
      grades: [
        "B"
      ],
      target: "within 3.00 points",
      figure: "1.14 points (199 runs)",
      isPassed: true
    },
    {
      id: "mid reading, bias, effect 50",
      grades: [
        "B"
      ],
      target: "within 1.50 points",
      figure: "-1.06 points (199 runs)",
      isPassed: true
    }
  ]
};
