SELECT before, taken_at
  FROM log.append(:ledger_id,
                  :expected_streams, :expected_versions, :absent_kinds, :absent_numbers,
                  :stream_ids, :stream_versions, :topics, :states, :days, :command_ids,
                  :new_commands, :clients, :keys, :kinds, :actors, :requests, :outcomes, :firsts, :lasts,
                  :number_kinds, :numbers, :numbered,
                  :ids, :id_kinds, :owners,
                  :personal_ids, :personal_owners, :salts, :contents)
