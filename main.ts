import { App } from "cdktf";
import { loadSettingsOrExit } from "./stacks/settings";

const settings = loadSettingsOrExit();
const app = new App();
const { duet } = settings.systems;

// each system is loaded where it is named: synth is felt on every save
if (duet) {
  const { DuetStack } = require("./stacks/duet/stack") as typeof import("./stacks/duet/stack");
  new DuetStack(app, settings, duet);
}
app.synth();
