-- By which rule for what may be shown outside a run was made: those of an earlier one are made anew when the program starts.
alter table data.run add column outside_rule int not null default 1 check (outside_rule > 0);
alter table data.run alter column outside_rule drop default;
