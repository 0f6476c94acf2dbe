import { sql, type Kysely } from "kysely";
import { changeColumn } from "../change-column.ts";
import { enumOf } from "../column-types.ts";
import type { Engine } from "../engine.ts";
import { VISIBILITIES } from "./visibility.ts";

/**
 * glance/db/sqlalchemy/alembic_migrations/versions/ocata_expand01_add_visibility.py.
 * From here to the contract both columns exist, both nullable, and triggers keep them in step (MySQL only).
 */
export async function up(db: Kysely<unknown>, engine: Engine): Promise<void> {
  await db.schema.alterTable("images").addColumn("visibility", enumOf(engine, VISIBILITIES)).execute();
  await db.schema.createIndex("visibility_image_idx").on("images").column("visibility").execute();
  await changeColumn(db, engine, {
    table: "images",
    column: "is_public",
    type: "boolean",
    define: (column) => column,
    index: "ix_images_is_public",
  });
  if (engine === "mysql") {
    await INSERT_TRIGGER.execute(db);
    await UPDATE_TRIGGER.execute(db);
  }
}

/** Upstream's MYSQL_INSERT_TRIGGER without its comments. */
const INSERT_TRIGGER = sql`
  create trigger insert_visibility before insert on images for each row
  begin
    if new.is_public <=> null and new.visibility <=> null then
      signal sqlstate '45000' set message_text = 'Invalid visibility value';
    elseif not (new.is_public <=> null or new.visibility <=> null) then
      signal sqlstate '45000' set message_text = 'Invalid visibility value';
    elseif not new.is_public <=> null then
      if new.is_public = 1 then
        set new.visibility = 'public';
      else
        set new.visibility = 'shared';
      end if;
    elseif not new.visibility <=> null then
      if new.visibility = 'public' then
        set new.is_public = 1;
      else
        set new.is_public = 0;
      end if;
    else
      signal sqlstate '45000' set message_text = 'Invalid visibility value';
    end if;
  end`;

/** Upstream's MYSQL_UPDATE_TRIGGER without its comments. */
const UPDATE_TRIGGER = sql`
  create trigger update_visibility before update on images for each row
  begin
    if not new.is_public <=> old.is_public then
      if new.is_public <=> null then
        signal sqlstate '45000' set message_text = 'Invalid visibility value';
      elseif not new.visibility <=> old.visibility then
        signal sqlstate '45000' set message_text = 'Invalid visibility value';
      else
        if new.is_public <=> 1 then
          set new.visibility = 'public';
        else
          set new.visibility = 'shared';
        end if;
      end if;
    elseif not new.visibility <=> old.visibility then
      if new.visibility <=> null then
        signal sqlstate '45000' set message_text = 'Invalid visibility value';
      elseif not new.is_public <=> old.is_public then
        signal sqlstate '45000' set message_text = 'Invalid visibility value';
      else
        if new.visibility <=> 'public' then
          set new.is_public = 1;
        else
          set new.is_public = 0;
        end if;
      end if;
    end if;
  end`;
