import type { App } from "cdktf";
import type { Settings } from "./settings";

/**
 * Every stack that the settings name; a system that is not named is not built.
 *
 * Each is loaded where it is named: synth is felt on every save.
 */
export function addStacks(app: App, settings: Settings): void {
  const { duet } = settings.systems;
  if (duet) {
    const { DuetStack } = require("./duet/stack") as typeof import("./duet/stack");
    new DuetStack(app, settings, duet);
  }
}
