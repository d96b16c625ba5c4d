SET LOCAL ROLE settlebook_owner
