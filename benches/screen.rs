//! The reading room without a terminal: laying out a page, drawing it, and what is sent when something changes.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::Arc;

use divan::{Bencher, black_box};
use krivitsky::app::layout::lay;
use krivitsky::app::{Action, Model, Msg, update};
use krivitsky::store::Settings;
use krivitsky::tui::pen::Pen;
use krivitsky::tui::theme::{Depth, Theme};
use krivitsky::tui::view;
use krivitsky::words::Words;
use ratatui::Terminal;
use ratatui::backend::{Backend, TestBackend};
use ratatui::layout::Rect;
use ratatui::{TerminalOptions, Viewport};

/// The screen of all benches.
const SIZE: (u16, u16) = (200, 60);

fn main() {
    divan::main();
}

/// The game's own terminal, without one behind it. It cannot be asked for its size, so it is told.
fn sending() -> Terminal<Pen> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, SIZE.0, SIZE.1));
    Terminal::with_options(Pen::default(), TerminalOptions { viewport }).unwrap()
}

/// A terminal with nothing behind it.
fn in_a_buffer() -> Terminal<TestBackend> {
    Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).unwrap()
}

/// The third page of a new game of the shipped story, so that a page before it stands above.
fn reading() -> Model {
    let mut model = Model::new(Arc::new(common::shipped()), Arc::new(Words::english()), Settings::default(), 7);
    update(&mut model, Msg::Resize(SIZE.0, SIZE.1));
    for _ in 0..3 {
        take_first(&mut model);
    }
    model
}

fn take_first(model: &mut Model) {
    update(model, Msg::Drawn { whole: true });
    update(model, Msg::Act(Action::Choose(1)));
}

fn theme() -> Theme {
    Theme::new("auto", Depth::Full)
}

/// Changes the model and draws, for as long as the bench runs.
fn changes<B: Backend>(
    bencher: Bencher<'_, '_>,
    mut terminal: Terminal<B>,
    send: fn(&mut B),
    change: fn(&mut Model, bool),
) {
    let (mut model, theme) = (reading(), theme());
    let mut odd = false;
    bencher.bench_local(|| {
        odd = !odd;
        change(&mut model, odd);
        terminal.draw(|frame| view(&model, &theme, frame)).map_err(|_| "drawn").unwrap();
        send(terminal.backend_mut());
    });
}

fn send(pen: &mut Pen) {
    black_box(pen.take());
}

fn highlight(model: &mut Model, odd: bool) {
    update(model, Msg::Act(if odd { Action::Down } else { Action::Up }));
}

fn page_turn(model: &mut Model, odd: bool) {
    update(model, Msg::Act(if odd { Action::Rewind } else { Action::Redo }));
}

/// Breaking a page into lines.
#[divan::bench]
fn layout(bencher: Bencher<'_, '_>) {
    let model = reading();
    let view = model.view();
    bencher.bench_local(|| lay(black_box(&view.paras), model.text_width(), false, view.start));
}

/// Drawing a page that is laid out.
#[divan::bench]
fn draw(bencher: Bencher<'_, '_>) {
    changes(bencher, in_a_buffer(), |_| (), |_, _| ());
}

/// A moved highlight, drawn into a buffer.
#[divan::bench]
fn highlight_in_a_buffer(bencher: Bencher<'_, '_>) {
    changes(bencher, in_a_buffer(), |_| (), highlight);
}

/// A moved highlight, made into bytes.
#[divan::bench]
fn highlight_sent(bencher: Bencher<'_, '_>) {
    changes(bencher, sending(), send, highlight);
}

/// A page turn (one step back, one forward), drawn into a buffer.
#[divan::bench]
fn page_turn_in_a_buffer(bencher: Bencher<'_, '_>) {
    changes(bencher, in_a_buffer(), |_| (), page_turn);
}

/// A page turn, made into bytes.
#[divan::bench]
fn page_turn_sent(bencher: Bencher<'_, '_>) {
    changes(bencher, sending(), send, page_turn);
}
