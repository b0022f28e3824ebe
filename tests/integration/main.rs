//! All that is held from outside: the library by its public items, the program by its commands and files.
//!
//! One binary, so that the library is linked once; `cargo test --test integration NAME` runs one file.

mod alliance_folders;
mod alliance_parameters_act;
mod alliances;
mod architecture;
mod bad_input;
mod charts;
mod charts_take_any_data;
mod closed_forms;
mod command_line;
mod comparison;
mod documented_commands;
mod drawn_parameters;
mod files_of_a_scenario;
mod folders_survive;
mod formats;
mod fuzz;
mod golden_file;
mod golden_results;
mod held_on_a_date;
mod hindcast;
mod invariants;
mod json_and_tables;
mod limits;
mod mobilization_and_the_need_that_is_read;
mod new_scenario;
mod numbers;
mod outside_tools;
mod queueing_theory;
mod report_in_browser;
mod report_of_a_run;
mod report_of_designs;
mod result_folder;
mod same_bytes;
mod sampling_until_the_best;
mod sensitivity_and_sweep;
mod shards_of_any_experiment;
mod shipped_data;
mod source_tree;
mod statistics_agree;
mod study;
mod time_and_maps;
mod tutorial;
mod words_for_any_scenario;
mod worlds;
