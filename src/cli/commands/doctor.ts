import { defineCommand } from "../command.ts";
import { doctorOptions } from "../options/doctor.ts";

export const doctor = defineCommand({
  command: "doctor",
  describe: "What can be reached and how: settings, servers, schemas, rights, plans of our queries",
  options: doctorOptions,
  run: async (given, context) => (await import("../runs/doctor.ts")).runDoctor(given, context),
});
