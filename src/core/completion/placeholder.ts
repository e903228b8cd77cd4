/** A comment that stands for code which the model did not say again. */
export const placeholder =
  /^(?:\/\/|\/\*|#|--|<!--|\{\/\*)\s*(?:(?:\.\.\.|…)\s*(?:\*\/\}?|-->)?$|(?:\.\.\.|…)?\s*(?:the )?(?:existing|rest|remaining|previous|other|其余|其他|原有|已有|省略|此处).*(?:code|代码|\.\.\.|…|of the))/i;

/** A comment whose line is still arriving may become one. */
export const mayBePlaceholder = /^(?:\/\/|\/\*|#|--|<!--|\{\/\*)/;
