-- What may be seen, as conditions on rows. Every statement that reads about people includes one of
-- the visible_ fragments (`-- scope: visible_training t`); the alias stands for @. A relation counts
-- only while it lasts: on :today. Actor 0 is the system itself, a person sees by relation, -1 (nobody
-- signed in) sees nothing. Roles: 0 trainee, 1 supervisor, 2 director, 3 head, 4 overall_director,
-- 5 contact, 6 rota_planner, 7 education_admin, 8 training_office, 9 bt_unit, 10 admin.

-- --- relations, each written once

-- The appointment va is the actor's own, lasts today, and is in one of the roles @.
-- fragment: held
va.region = :region AND va.person = :actor AND va.role IN (@) AND va.first <= :today AND va.past > :today

-- fragment: units_of
SELECT vb.below FROM appointment va JOIN unit_below vb ON vb.region = va.region AND vb.above = va.unit
 WHERE {{held @}}

-- The units one leads, and those below them.
-- fragment: units_led
{{units_of 2, 3, 7}}

-- fragment: trainings_supervised
SELECT vs.training FROM supervision vs
 WHERE vs.region = :region AND vs.supervisor = :actor AND vs.first <= :today AND vs.past > :today

-- Of a training: one's own, one that one supervises, one whose home one leads.
-- fragment: related
@.trainee = :actor OR @.id IN ({{trainings_supervised}}) OR @.home_unit IN ({{units_led}})

-- fragment: by_training
@.training IN (SELECT vt.id FROM training vt WHERE vt.region = :region AND ({{related vt}}))

-- --- what may be seen

-- K0 and K1 of one's own region: units, courses, capacities, settings.
-- fragment: visible_region
@.region = :region AND :actor >= 0

-- fragment: visible_unit
{{visible_region @}}

-- fragment: visible_training
@.region = :region AND (:actor = 0 OR {{related @}})

-- Only to be counted, five or more together: the overall director, the training office.
-- fragment: visible_in_groups
@.region = :region AND EXISTS (SELECT 1 FROM appointment va WHERE {{held 4, 8}})

-- Rows with a `training` column that is never NULL: supervision, absence, certificate, its needs.
-- fragment: visible_by_training
@.region = :region AND (:actor = 0 OR {{by_training @}})

-- Those of the trainings one sees, and all that come to one's own unit.
-- fragment: visible_placement
@.region = :region AND (:actor = 0 OR @.unit IN ({{units_of 2, 3, 5, 6, 7}}) OR {{by_training @}})

-- Rows with a `unit` column that belong to those who lead it: plan versions, jobs, unit templates.
-- fragment: visible_by_unit
@.region = :region AND (:actor = 0 OR @.unit IN ({{units_led}}))

-- One's own questions, those handed to one, those to the studierektor of one's unit.
-- fragment: visible_question
@.region = :region AND (:actor = 0 OR @.asker = :actor OR @.handed_to = :actor OR @.unit IN ({{units_of 2, 7}}))

-- What is agreed with a studierektor, and her time: herself, her head, the overall director. `unit`
-- and `person` columns; the second for appointments.
-- fragment: visible_terms
@.region = :region AND (:actor = 0 OR @.person = :actor OR @.unit IN ({{units_of 3, 4}}))

-- fragment: visible_assignment
{{visible_terms @}}

-- A training's as by training; a whole unit's for those who lead it and for the overall director.
-- fragment: visible_event
@.region = :region AND (:actor = 0 OR {{by_training @}}
  OR (@.training IS NULL AND @.unit IN ({{units_of 2, 3, 4, 7}})))

-- One's own trainings' and those of whom one supervises, and what one is invited to or chairs; a whole
-- unit's for those who lead it or a unit that holds it too, and for the overall director.
-- fragment: visible_gathering
@.region = :region AND (:actor = 0 OR {{by_training @}} OR @.chair = :actor
  OR @.id IN (SELECT vg.gathering FROM attendance vg WHERE vg.region = :region AND vg.person = :actor)
  OR (@.training IS NULL AND (@.unit IN ({{units_of 2, 3, 4, 7}})
      OR @.id IN (SELECT vg.gathering FROM gathering_unit vg WHERE vg.region = :region AND vg.unit IN ({{units_of 2, 3, 4, 7}})))))

-- Between the two: the trainee and those who supervise her today.
-- fragment: between_two
@.training IN (SELECT vt.id FROM training vt WHERE vt.region = :region AND (vt.trainee = :actor OR vt.id IN ({{trainings_supervised}})))

-- Private notes are between the two: the main supervisor's, and another's own.
-- fragment: visible_note
@.region = :region AND (:actor = 0
  OR (@.private = 0 AND @.gathering IN (SELECT vx.id FROM gathering vx WHERE {{visible_gathering vx}}))
  OR (@.private = 1 AND ({{between_two @}}) AND (@.writer = :actor
      OR @.training IN (SELECT vt.id FROM training vt WHERE vt.region = :region AND vt.trainee = :actor)
      OR @.training IN (SELECT vs.training FROM supervision vs WHERE vs.region = :region AND vs.supervisor = :actor
                          AND vs.kind = 0 AND vs.first <= :today AND vs.past > :today))))

-- One's own to do; a training's as by training, a unit's for those who lead it; agreed in private: between the two.
-- fragment: visible_action
@.region = :region AND (:actor = 0 OR @.responsible = :actor
  OR (@.private = 1 AND ({{between_two @}}))
  OR (@.private = 0 AND ({{by_training @}} OR (@.training IS NULL AND @.unit IN ({{units_led}})))))

-- About a training as by training; about oneself; about a unit for those who lead it, for its
-- contact (places), the overall director and the training office; too many visitors (R29, since..due are its days)
-- also for those whose trainees are among them.
-- fragment: visible_finding
@.region = :region AND (:actor = 0 OR {{by_training @}}
  OR (@.training IS NULL AND @.person = :actor)
  OR (@.rule = 'R29' AND EXISTS (SELECT 1 FROM placement vp
              JOIN training vt ON vt.region = vp.region AND vt.id = vp.training
              JOIN unit_below vb ON vb.region = vt.region AND vb.below = vt.home_unit
              JOIN appointment va ON va.region = vb.region AND va.unit = vb.above
              WHERE vp.region = :region AND vp.unit = @.unit AND vp.state <> 3
              AND vp.first <= @.due AND vp.past > @.since AND {{held 2, 3, 7}}))
  OR (@.training IS NULL AND @.unit IN ({{units_of 2, 3, 4, 5, 7, 8}})))

-- One's own, and those of whoever has handed an appointment over to one.
-- fragment: visible_draft
@.region = :region AND (@.maker = :actor OR @.maker IN (SELECT vo.person FROM appointment va
              JOIN appointment vo ON vo.region = va.region AND vo.id = va.takes_over
              WHERE va.region = :region AND va.person = :actor AND va.first <= :today AND va.past > :today
              AND vo.past <= :today))

-- Oneself; trainees one sees, and those who come to one's unit; who holds an appointment at one's
-- unit; supervisors of the trainings one sees, and one's own director and head; for the overall
-- director and the administrator all, for the training office directors and supervisors.
-- fragment: visible_person
@.region = :region AND (:actor = 0
  OR @.id = :actor
  OR @.id IN (SELECT vt.trainee FROM training vt WHERE vt.region = :region AND ({{related vt}}))
  OR @.id IN (SELECT vt.trainee FROM placement vp
              JOIN training vt ON vt.region = vp.region AND vt.id = vp.training
              JOIN unit_below vb ON vb.region = vp.region AND vb.below = vp.unit
              JOIN appointment va ON va.region = vb.region AND va.unit = vb.above
              WHERE vp.region = :region AND {{held 2, 3, 5, 6, 7}})
  OR @.id IN (SELECT vo.person FROM appointment vo
              JOIN unit_below vb ON vb.region = vo.region AND vb.below = vo.unit
              JOIN appointment va ON va.region = vb.region AND va.unit = vb.above
              WHERE vo.region = :region AND {{held 2, 3, 7}})
  OR @.id IN (SELECT vs.supervisor FROM supervision vs
              JOIN training vt ON vt.region = vs.region AND vt.id = vs.training
              WHERE vs.region = :region AND (vt.trainee = :actor OR vt.home_unit IN ({{units_led}})))
  OR @.id IN (SELECT vo.person FROM training vt
              JOIN unit_below vb ON vb.region = vt.region AND vb.below = vt.home_unit
              JOIN appointment vo ON vo.region = vb.region AND vo.unit = vb.above
              WHERE vt.region = :region AND vt.trainee = :actor AND vo.role IN (2, 3, 7)
              AND vo.first <= :today AND vo.past > :today)
  OR EXISTS (SELECT 1 FROM appointment va WHERE {{held 4, 10}})
  OR (EXISTS (SELECT 1 FROM appointment va WHERE {{held 8}})
      AND @.id IN (SELECT vo.person FROM appointment vo WHERE vo.region = :region
              AND vo.role IN (1, 2, 4) AND vo.first <= :today AND vo.past > :today)))
