import { listGoldenCases, readGoldenCase } from "@lockstep/golden-cases";
import { describe, expect, it } from "vitest";
