import { App } from "cdktf";
import { addStacks } from "./stacks/deployment";
import { loadSettingsOrExit } from "./stacks/settings";

const settings = loadSettingsOrExit();
const app = new App();
addStacks(app, settings);
app.synth();
