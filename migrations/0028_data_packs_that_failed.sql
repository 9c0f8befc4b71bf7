-- Packs of a run that could not be made, so that one of them keeps back none of the others:
-- [{"key": "everybody school 199001", "name": "Nether Wheel Primary, for everybody", "reason": "The PDF could not be set."}]
alter table data.pack_run add column failed jsonb not null default '[]' check (jsonb_array_length(failed) >= 0);
