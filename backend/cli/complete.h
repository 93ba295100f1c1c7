/* What the shell may offer for the word at the cursor; asked by the scripts of `tocsin completion`.
 */
#pragma once

/* argv[1..] are the words after "tocsin", the last one as far as it is typed. Prints candidates,
 * one a line, with a tab and a short text after it where there is one; ":files" lets the shell
 * offer files,
 * ":nospace" wants no blank after a candidate. Never fails: it has nothing to offer then. */
int complete_words(int argc, char **argv);
