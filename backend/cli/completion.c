/* tocsin completion: the scripts by which bash, zsh and fish ask what fits. All knowledge is in
 * complete.c; a script only passes words on. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"

static const struct opt opts[] = {{0}};

/* bash takes = and : for ends of words: they are joined again, and taken off the answers. */
static const char bash[] =
    "_tocsin() {\n"
    "    local -a words=()\n"
    "    local i piece current line word glue=1 skip\n"
    "    for ((i = 1; i <= COMP_CWORD; i++)); do\n"
    "        piece=${COMP_WORDS[i]//\\\\/}\n"
    "        if [[ $piece == [=:]* && ${#words[@]} -gt 0 || $glue == 0 ]]; then\n"
    "            words[${#words[@]}-1]+=$piece\n"
    "        else\n"
    "            words+=(\"$piece\")\n"
    "        fi\n"
    "        [[ $piece == *[=:] ]]\n"
    "        glue=$?\n"
    "    done\n"
    "    current=${words[${#words[@]}-1]}\n"
    "    skip=${current%\"${COMP_WORDS[COMP_CWORD]//\\\\/}\"}\n"
    "    [[ ${COMP_WORDS[COMP_CWORD]} == [=:] ]] && skip=$current\n"
    "    COMPREPLY=()\n"
    "    while IFS= read -r line; do\n"
    "        case $line in\n"
    "        :files) compopt -o default 2>/dev/null ;;\n"
    "        :nospace) compopt -o nospace 2>/dev/null ;;\n"
    "        *)\n"
    "            word=${line%%$'\\t'*}\n"
    "            printf -v word %q \"${word#\"$skip\"}\"\n"
    "            COMPREPLY+=(\"$word\")\n"
    "            ;;\n"
    "        esac\n"
    "    done < <(\"${COMP_WORDS[0]}\" __complete \"${words[@]}\" 2>/dev/null)\n"
    "}\n"
    "complete -F _tocsin tocsin\n";

static const char zsh[] =
    "#compdef tocsin\n"
    "_tocsin() {\n"
    "    local -a candidates shown nospace\n"
    "    local line word\n"
    "    while IFS= read -r line; do\n"
    "        case $line in\n"
    "        :files) _files; return ;;\n"
    "        :nospace) nospace=(-S '') ;;\n"
    "        *)\n"
    "            word=${line%%$'\\t'*}\n"
    "            candidates+=(\"$word\")\n"
    "            if [[ $line == *$'\\t'* ]]; then\n"
    "                shown+=(\"$word  -- ${line#*$'\\t'}\")\n"
    "            else\n"
    "                shown+=(\"$word\")\n"
    "            fi\n"
    "            ;;\n"
    "        esac\n"
    "    done < <(\"${words[1]}\" __complete \"${(@Q)words[2,CURRENT]}\" 2>/dev/null)\n"
    "    compadd \"${nospace[@]}\" -l -d shown -a candidates\n"
    "}\n"
    "if [[ $funcstack[1] == _tocsin ]]; then\n"
    "    _tocsin \"$@\"\n"
    "else\n"
    "    compdef _tocsin tocsin\n"
    "fi\n";

static const char fish[] =
    "function __tocsin_complete\n"
    "    set -l words (commandline -opc)\n"
    "    set -l current (commandline -ct)\n"
    "    for line in ($words[1] __complete $words[2..-1] \"$current\" 2>/dev/null)\n"
    "        switch $line\n"
    "            case :files\n"
    "                __fish_complete_path \"$current\"\n"
    "            case :nospace\n"
    "            case '*'\n"
    "                echo $line\n"
    "        end\n"
    "    end\n"
    "end\n"
    "complete -c tocsin -f -a '(__tocsin_complete)'\n";

static int run(int argc, char **argv, const char **values, struct err *e)
{
    static const struct {
        const char *shell, *script;
    } scripts[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};

    (void)values;
    for (size_t i = 0; argc == 2 && i < sizeof scripts / sizeof *scripts; i++)
        if (strcmp(argv[1], scripts[i].shell) == 0) {
            fputs(scripts[i].script, stdout);
            return CLI_DONE;
        }
    err_set(e, ERR_INVALID, "for which shell? bash, zsh or fish");
    return CLI_USAGE;
}

const struct command cli_completion = {
    .name = "completion",
    .summary = "prints what makes a shell complete tocsin's words",
    .arguments = "bash|zsh|fish",
    .opts = opts,
    .choices = "bash|zsh|fish",
    .help = "Commands, options, resources, formats and states come from tocsin itself, names of "
            "hosts,\n"
            "checks and people from the server of the current context. `make install` puts the "
            "scripts\n"
            "where the shells look; without it:\n\n"
            "examples:\n"
            "  tocsin completion bash >> ~/.bashrc\n"
            "  tocsin completion zsh > ~/.zfunc/_tocsin\n"
            "  tocsin completion fish > ~/.config/fish/completions/tocsin.fish\n",
    .run = run,
};
