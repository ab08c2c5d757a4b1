// Package command is the grammar of slash commands: their parameters, how they are parsed from text
// in any language, and the labels under which platforms list them. It knows no command: package bot
// has the table of commands.
package command
