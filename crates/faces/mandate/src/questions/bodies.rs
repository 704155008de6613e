//! A body's posts, its schemes of reservation and delegation, and the powers it gave.

use app::Lens;
use ask::{Answer, Asked, ByHand, CODE, Fault, Question, Table};
use terms::OdsCode;

use super::GROUP;
use crate::answers::{self as answers, Basis};

/// A table about a body.
fn of_body(lens: &Lens, asked: &Asked<'_>, table: fn(&Basis<'_>, OdsCode) -> Table) -> Result<Answer, Fault> {
    let (basis, body) = (Basis::of(lens), asked.body(lens, "code")?);
    Ok(Answer::from(table(&basis, body)).of(basis.body(body)))
}

/// The posts of a body.
pub(super) static POSTS: Question = Question {
    id: "posts",
    path: "/organisations/{code}/posts",
    group: GROUP,
    title: "Posts of a body",
    about: "The posts on the day, who holds them, which are vacant and which statute requires.",
    params: &[CODE],
    example: "/organisations/14Y/posts?valid_at=2018-04-01",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| of_body(lens, asked, answers::posts),
};

/// Who held the posts of a body.
pub(super) static POST_HOLDERS: Question = Question {
    id: "post-holders",
    path: "/organisations/{code}/post-holders",
    group: GROUP,
    title: "Who held a body’s posts",
    about: "Everybody who held one of its posts, ever.",
    params: &[CODE],
    example: "/organisations/14Y/post-holders",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| of_body(lens, asked, answers::holders),
};

/// The scheme of a body.
pub(super) static SCHEME: Question = Question {
    id: "scheme",
    path: "/organisations/{code}/scheme",
    group: GROUP,
    title: "Scheme of reservation and delegation of a body",
    about: "The scheme in force on the day as the table people know: matters down, holders across.",
    params: &[CODE],
    example: "/organisations/14Y/scheme",
    by_hand: ByHand { command: true, ..ByHand::PAGE },
    answer: |lens, asked| {
        let (basis, body) = (Basis::of(lens), asked.body(lens, "code")?);
        let (scheme, table) = answers::scheme(&basis, body).ok_or_else(|| {
            let on = ask::day(basis.on());
            Fault::Unknown(format!(
                "No scheme of {body} is in force on {on}. `schemes` lists those that are on record."
            ))
        })?;
        let in_force = format!("In force {}.", basis.mandates.effective(&scheme).screen());
        Ok(Answer::from(table).of(basis.body(body)).saying(in_force))
    },
};

/// The versions of a body's scheme.
pub(super) static SCHEMES: Question = Question {
    id: "schemes",
    path: "/organisations/{code}/schemes",
    group: GROUP,
    title: "Schemes of a body",
    about: "Its schemes of reservation and delegation, with the days on which each is in force.",
    params: &[CODE],
    example: "/organisations/14Y/schemes",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| of_body(lens, asked, answers::versions),
};

/// The powers that a body gave.
pub(super) static POWERS: Question = Question {
    id: "powers",
    path: "/organisations/{code}/powers",
    group: GROUP,
    title: "Powers a body gave",
    about: "By scheme, agreement or direction, with holder, limits, clause and days.",
    params: &[CODE],
    example: "/organisations/14Y/powers",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| of_body(lens, asked, answers::powers),
};
