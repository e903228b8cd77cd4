import * as vscode from "vscode";
import type { SettingSchema, WrongValue } from "../core/settings/checkSetting.ts";
import { settingNames } from "./settings.ts";

const maxValueLength = 80;

/** What is wrong, what may stand there, and what happens until it is put right. */
export function wrongValueText(setting: string, { path, value, allowed }: WrongValue): string {
  const t = vscode.l10n.t;
  const field = path.join(".");
  if (allowed === undefined) {
    return t("The setting {0} has no field {1}; it is ignored.", setting, field);
  }
  const shown = (JSON.stringify(value) ?? typeof value).slice(0, maxValueLength);
  if (field !== "") {
    return t(
      "In the setting {0}, {1} cannot be {2}: it takes {3}. It is ignored.",
      setting,
      field,
      shown,
      allowedText(allowed),
    );
  }
  return setting === settingNames.egressAllowedHosts
    ? t(
        "The setting {0} cannot be {1}: it takes {2}. No host may receive code until it is put right.",
        setting,
        shown,
        allowedText(allowed),
      )
    : t(
        "The setting {0} cannot be {1}: it takes {2}. Its default is used.",
        setting,
        shown,
        allowedText(allowed),
      );
}

function allowedText(schema: SettingSchema): string {
  const t = vscode.l10n.t;
  if (schema.enum !== undefined) {
    return either(schema.enum.map((choice) => JSON.stringify(choice)));
  }
  if (schema.oneOf !== undefined) {
    return either(schema.oneOf.map(allowedText));
  }
  return either([schema.type ?? []].flat().map((type) => typeText(type, schema)));

  function typeText(type: string, { minimum, maximum }: SettingSchema): string {
    switch (type) {
      case "boolean":
        return t("true or false");
      case "integer":
        return t("a whole number from {0} to {1}", minimum ?? 0, maximum ?? Number.MAX_SAFE_INTEGER);
      case "number":
        return t("a number of at least {0}", minimum ?? 0);
      case "array":
        return t("a list of texts");
      case "object":
        return t("an object in braces");
      default:
        return t("a text");
    }
  }
}

function either(choices: readonly string[]): string {
  return choices.reduce((before, choice) => vscode.l10n.t("{0} or {1}", before, choice));
}
